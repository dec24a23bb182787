using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Aggregation;

public sealed class AggregationTests
{
    private const string Services = "/apis/apiregistration.k8s.io/v1/apiservices";
    private const string Things = "/apis/remote.example.com/v1/namespaces/default/things?limit=5";

    private static readonly Dictionary<string, string> Answers = new()
    {
        ["/apis/remote.example.com/v1"] = """
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"remote.example.com/v1","resources":[
             {"name":"things","singularName":"thing","namespaced":true,"kind":"Thing","verbs":["get","list"]},
             {"name":"things/status","singularName":"","namespaced":true,"kind":"Thing","verbs":["get"]}]}
            """,
        [Things] = """{"kind":"ThingList","items":[]}""",
        ["/openapi/v3"] = """{"paths":{"apis/remote.example.com/v1":{"serverRelativeURL":"/openapi/v3/apis/remote.example.com/v1?hash=AB"}}}""",
        ["/openapi/v3/apis/remote.example.com/v1?hash=AB"] = """{"openapi":"3.0.0","info":{"title":"remote"}}""",
        ["/openapi/v2"] = """{"swagger":"2.0","paths":{"/apis/remote.example.com/v1/things":{"get":{}},"/version":{"get":{}}},"definitions":{"com.example.Thing":{"type":"object"}}}""",
    };

    [Fact]
    public async Task A_group_of_another_server_is_served_as_if_it_were_ours()
    {
        await using var remote = await ExtensionServer.StartAsync("remote.default.svc", Answers);
        await using var server = await TestServer.StartAsync();
        await RegisterAsync(server, remote);
        await server.UntilAsync(Services + "/v1.remote.example.com", (_, body) => Reason(body) == "Passed");
        await server.UntilAsync(Things, (code, _) => code == 200);

        var list = (await server.CallAsync(HttpMethod.Get, Things)).Body;
        Assert.Equal("ThingList", list.GetString("kind"));
        var headers = remote.Seen[Things];
        Assert.Equal(("admin", "system:masters|system:authenticated"), (headers["X-Remote-User"], headers["X-Remote-Group"]));

        var groups = (await server.CallAsync(HttpMethod.Get, "/apis")).Body.GetArray("groups")!;
        Assert.Contains(groups, group => group.FindString("name") == "remote.example.com");
        Assert.Contains("remote.example.com", (await server.CallAsync(HttpMethod.Get, "/openapi/v3")).Body.ToString(), StringComparison.Ordinal);
        Assert.Equal("remote", (await server.CallAsync(HttpMethod.Get, "/openapi/v3/apis/remote.example.com/v1?hash=AB")).Body.FindString("info", "title"));
        var merged = (await server.CallAsync(HttpMethod.Get, "/openapi/v2")).Body;
        Assert.NotNull(merged.FindObject("paths", "/apis/remote.example.com/v1/things"));
        Assert.NotNull(merged.FindObject("definitions", "com.example.Thing"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be_unavailable()
    {
        await using var server = await TestServer.StartAsync();
        await server.CallAsync(HttpMethod.Post, Services, Registration("""{"namespace":"default","name":"nobody"}""", """ "insecureSkipTLSVerify":true, """));
        var service = await server.UntilAsync(Services + "/v1.remote.example.com", (_, body) => Reason(body).Length > 0);
        Assert.Equal("ServiceNotFound", Reason(service));
        var body = await server.UntilAsync("/apis/remote.example.com/v1/things", (code, _) => code == 503);
        Assert.Equal("service unavailable\n", body.GetString("text"));
    }

    [Fact]
    public async Task A_server_of_an_unknown_authority_fails_its_check()
    {
        await using var remote = await ExtensionServer.StartAsync("other.default.svc", Answers);
        await using var server = await TestServer.StartAsync();
        await RegisterAsync(server, remote);
        var service = await server.UntilAsync(Services + "/v1.remote.example.com", (_, body) => Reason(body).Length > 0);
        Assert.Equal("FailedDiscoveryCheck", Reason(service));
    }

    [Fact]
    public async Task Our_own_groups_have_services_too_and_those_of_custom_resources_come_and_go()
    {
        await using var server = await TestServer.StartAsync();
        await server.UntilAsync(Services + "/v1.apps", (_, body) => Reason(body) == "Local");
        await server.DefineAsync("""
            {"group":"example.com","scope":"Cluster","names":{"plural":"ws","kind":"W"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}
            """);
        await server.UntilAsync(Services + "/v1.example.com", (_, body) => Reason(body) == "Local");
        await server.CallAsync(HttpMethod.Delete, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/ws.example.com");
        await server.UntilAsync(Services + "/v1.example.com", (code, _) => code == 404);
    }

    private static async Task RegisterAsync(TestServer server, ExtensionServer remote)
    {
        var service = await server.CallAsync(
            HttpMethod.Post, "/api/v1/namespaces/default/services", """{"metadata":{"name":"remote"},"spec":{"type":"ExternalName","externalName":"localhost"}}""");
        Assert.True(service.Code == 201, service.Body.ToString());
        var made = await server.CallAsync(
            HttpMethod.Post,
            Services,
            Registration($$"""{"namespace":"default","name":"remote","port":{{remote.Port}}}""", $$""" "caBundle":"{{remote.BundleBase64}}", """));
        Assert.True(made.Code == 201, made.Body.ToString());
    }

    private static string Registration(string service, string more) => $$"""
        {"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService","metadata":{"name":"v1.remote.example.com"},
         "spec":{"group":"remote.example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":10,{{more}}"service":{{service}} } }
        """;

    private static string Reason(JsonObject service) =>
        (service.FindArray("status", "conditions") ?? []).OfType<JsonObject>().FirstOrDefault(one => one.GetString("type") == "Available")?.GetString("reason") ?? "";
}
