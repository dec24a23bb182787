using System.Net;
using System.Text;
using KubeSharp.Models;
using KubeSharp.Models.Coordination.V1;

namespace KubeSharp.Client.Tests;

public sealed class LeaderElectorTests : IDisposable
{
    private readonly FakeTime time = new();
    private readonly LeaseServer server;

    public LeaderElectorTests() => server = new LeaseServer();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task The_first_candidate_leads_and_the_second_takes_over_when_it_stops()
    {
        using var stopA = new CancellationTokenSource();
        using var stopB = new CancellationTokenSource();
        LeaderElector a = Elector("a");
        LeaderElector b = Elector("b");
        Task<bool> runA = a.RunAsync(t => Task.Delay(Timeout.Infinite, t), stopA.Token);
        await Eventually.TrueAsync(() => a.IsLeader);
        Task<bool> runB = b.RunAsync(t => Task.Delay(Timeout.Infinite, t), stopB.Token);
        for (int i = 0; i < 60; i++)
        {
            await Task.Delay(1);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(b.IsLeader);
        await stopA.CancelAsync();
        Assert.True(await runA);
        await time.AdvanceUntilAsync(() => b.IsLeader, TimeSpan.FromMilliseconds(500));
        Assert.Equal("b", server.Holder);
        Assert.Equal(1, server.Current!.Spec.LeaseTransitions);
        await stopB.CancelAsync();
        await runB;
        Assert.Equal("", server.Holder);
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_steps_down_before_its_lease_runs_out()
    {
        LeaderElector a = Elector("a");
        DateTimeOffset? ended = null;
        Task<bool> run = a.RunAsync(
            async t =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, t);
                }
                finally
                {
                    ended = time.GetUtcNow();
                }
            },
            CancellationToken.None);
        await Eventually.TrueAsync(() => a.IsLeader);
        DateTimeOffset broken = time.GetUtcNow();
        server.Broken = true;
        await time.AdvanceUntilAsync(() => run.IsCompleted, TimeSpan.FromMilliseconds(100));
        Assert.False(await run);
        Assert.False(a.IsLeader);
        Assert.True(ended!.Value - broken <= TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Another_holder_is_respected_for_a_lease_duration_after_the_last_change_seen()
    {
        var options = new LeaderElectionOptions { Name = "x", Identity = "me" };
        var held = new LeaseSpec { HolderIdentity = "other", LeaseDurationSeconds = 15, LeaseTransitions = 4 };
        DateTimeOffset now = time.GetUtcNow();
        Assert.Null(LeaseDecision.Next(held, options, observedAt: now.AddSeconds(-14), now));
        LeaseSpec taken = LeaseDecision.Next(held, options, observedAt: now.AddSeconds(-15), now)!;
        Assert.Equal(("me", 5), (taken.HolderIdentity, taken.LeaseTransitions));
        LeaseSpec renewed = LeaseDecision.Next(taken, options, now, now.AddSeconds(2))!;
        Assert.Equal(5, renewed.LeaseTransitions);
        Assert.Equal(taken.AcquireTime, renewed.AcquireTime);
        held.HolderIdentity = "";
        Assert.NotNull(LeaseDecision.Next(held, options, now, now));
    }

    private LeaderElector Elector(string identity) => new(
        new KubeClient(new HttpMessageInvoker(server), new Uri("https://server/"), new KubeClientOptions { TimeProvider = time }),
        new LeaderElectionOptions { Name = "work", Identity = identity },
        time);

    /// <summary>Keeps one Lease with optimistic concurrency.</summary>
    private sealed class LeaseServer : HttpMessageHandler
    {
        private readonly Lock gate = new();
        private int revision;

        public Lease? Current { get; private set; }

        public bool Broken { get; set; }

        public string? Holder => Current?.Spec.HolderIdentity;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            if (Broken) throw new HttpRequestException("unreachable");
            lock (gate)
            {
                if (request.Method == HttpMethod.Get)
                {
                    return Current is null
                        ? ScriptedServer.Json(HttpStatusCode.NotFound, ScriptedServer.Status(404, "NotFound"))
                        : ScriptedServer.Json(HttpStatusCode.OK, Encoding.UTF8.GetString(KubernetesJson.ToUtf8Bytes(Current)));
                }

                Lease next = KubernetesJson.Parse<Lease>(body);
                if (Current is not null && next.Metadata.ResourceVersion != Current.Metadata.ResourceVersion)
                    return ScriptedServer.Json(HttpStatusCode.Conflict, ScriptedServer.Status(409, "Conflict"));
                next.Metadata.ResourceVersion = (++revision).ToString();
                Current = next;
                return ScriptedServer.Json(HttpStatusCode.OK, Encoding.UTF8.GetString(KubernetesJson.ToUtf8Bytes(next)));
            }
        }
    }
}
