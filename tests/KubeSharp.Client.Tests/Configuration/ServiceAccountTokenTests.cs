using System.Net;

namespace KubeSharp.Client.Tests;

public sealed class ServiceAccountTokenTests
{
    [Fact]
    public async Task A_token_is_asked_for_once_kept_for_most_of_its_life_and_its_account_made_when_missing()
    {
        var time = new FakeTime();
        using ScriptedServer server = new ScriptedServer()
            .Then(HttpStatusCode.NotFound, ScriptedServer.Status(404, "NotFound"))
            .Then(HttpStatusCode.Created, "{}")
            .Then(HttpStatusCode.Created, """{"status":{"token":"one","expirationTimestamp":"2026-01-01T01:00:00Z"}}""")
            .Then(HttpStatusCode.Created, """{"status":{"token":"two","expirationTimestamp":"2026-01-01T02:00:00Z"}}""");
        using KubeClient root = server.Client(time);
        using var tokens = new ServiceAccountClients.TokenSource(root, "kube-system", "job-controller", time);
        Assert.Equal("one", await tokens.GetAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(47));
        Assert.Equal("one", await tokens.GetAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("two", await tokens.GetAsync(CancellationToken.None));
        Assert.Equal(
            [
                "/api/v1/namespaces/kube-system/serviceaccounts/job-controller/token",
                "/api/v1/namespaces/kube-system/serviceaccounts",
                "/api/v1/namespaces/kube-system/serviceaccounts/job-controller/token",
                "/api/v1/namespaces/kube-system/serviceaccounts/job-controller/token",
            ],
            server.Requests.Select(r => r.PathAndQuery));
    }
}
