using System.Net;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Client.Tests;

public sealed class EventRecorderTests
{
    private readonly FakeTime time = new();

    [Fact]
    public async Task The_same_event_again_only_counts()
    {
        using var server = new ScriptedServer { Otherwise = _ => ScriptedServer.Json(HttpStatusCode.OK, "{}") };
        using KubeClient client = server.Client(time);
        await using (var recorder = new EventRecorder(client, "tester", "n1", time))
        {
            recorder.Event(Pod("p"), EventTypes.Normal, "Pulled", "image pulled");
            recorder.Event(Pod("p"), EventTypes.Normal, "Pulled", "image pulled");
            await Eventually.TrueAsync(() => server.Requests.Count == 2);
        }

        (string method, string path, string body) = server.Requests.First();
        Assert.Equal(("POST", "/api/v1/namespaces/ns1/events"), (method, path));
        Assert.Contains("\"reason\":\"Pulled\"", body, StringComparison.Ordinal);
        Assert.Contains("\"component\":\"tester\"", body, StringComparison.Ordinal);
        (method, path, body) = server.Requests.Last();
        Assert.Equal("PATCH", method);
        Assert.StartsWith("/api/v1/namespaces/ns1/events/p.", path, StringComparison.Ordinal);
        Assert.Contains("\"count\":2", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_different_messages_of_one_reason_become_one_event()
    {
        var correlator = new EventCorrelator(new EventCorrelatorOptions(), time);
        var results = new List<CorrelatedEvent?>();
        for (int i = 0; i < 12; i++) results.Add(correlator.Correlate(Event("p", "Failed", "message " + i)));
        Assert.All(results.Take(9), r => Assert.False(r!.Value.IsRepeat));
        Assert.Equal("(combined from similar events): message 9", results[9]!.Value.Event.Message);
        Assert.False(results[9]!.Value.IsRepeat);
        Assert.True(results[11]!.Value.IsRepeat);
        Assert.Equal(3, results[11]!.Value.Event.Count);
    }

    [Fact]
    public void After_the_interval_messages_stand_alone_again()
    {
        var correlator = new EventCorrelator(new EventCorrelatorOptions(), time);
        for (int i = 0; i < 12; i++) correlator.Correlate(Event("p", "Failed", "message " + i));
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("fresh", correlator.Correlate(Event("p", "Failed", "fresh"))!.Value.Event.Message);
    }

    [Fact]
    public void A_source_that_talks_too_much_about_an_object_is_cut_off_and_later_heard_again()
    {
        var correlator = new EventCorrelator(new EventCorrelatorOptions(), time);
        int passed = 0;
        for (int i = 0; i < 40; i++) passed += correlator.Correlate(Event("p", "Loop", "again")) is null ? 0 : 1;
        Assert.Equal(25, passed);
        Assert.NotNull(correlator.Correlate(Event("other", "Loop", "again")));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(correlator.Correlate(Event("p", "Loop", "again")));
    }

    private Event Event(string pod, string reason, string message)
    {
        var e = new Event
        {
            InvolvedObject = EventRecorder.ReferenceTo(Pod(pod)),
            Reason = reason,
            Message = message,
            Type = "Warning",
            Count = 1,
            FirstTimestamp = time.GetUtcNow(),
            LastTimestamp = time.GetUtcNow(),
        };
        e.Metadata.Name = pod + "." + time.GetTimestamp();
        return e;
    }

    private static Pod Pod(string name)
    {
        var pod = new Pod();
        pod.Metadata.Name = name;
        pod.Metadata.Namespace = "ns1";
        pod.Metadata.Uid = "uid-" + name;
        return pod;
    }
}
