using System.Net;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.Storage.Embedded;

namespace KubeSharp.ApiServer.Tests.Resources.Services;

public sealed class ServiceServerTests
{
    private const string Services = "/api/v1/namespaces/default/services";
    private const string Addresses = "/apis/networking.k8s.io/v1/ipaddresses";

    [Fact]
    public async Task Two_servers_on_one_store_give_no_address_and_no_port_out_twice()
    {
        var folder = Directory.CreateTempSubdirectory("kubesharp-services-").FullName;
        try
        {
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = folder });
            // So small that both must try for the same ones.
            var options = new ApiServerOptions { SecurePort = -1, ServiceClusterIPRange = "10.0.0.0/26", ServiceNodePortFirst = 30000, ServiceNodePortLast = 30049 };
            await using var one = new ApiServerComponent(options, store, new TestLog(), TimeProvider.System);
            await using var two = new ApiServerComponent(options, store, new TestLog(), TimeProvider.System);
            await one.StartAsync();
            await two.StartAsync();
            using var first = Client(one);
            using var second = Client(two);
            var made = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SendAsync(
                i % 2 == 0 ? first : second, HttpMethod.Post, Services, $$$"""{"metadata":{"name":"s{{{i}}}"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""", HttpStatusCode.Created)));
            Assert.Equal(50, made.Select(service => service.FindString("spec", "clusterIP")).Distinct().Count());
            Assert.Equal(50, made.Select(service => ((JsonObject)service.FindArray("spec", "ports")![0]).GetInt64("nodePort")).Distinct().Count());

            var full = await SendAsync(first, HttpMethod.Post, Services, """{"metadata":{"name":"late"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""", HttpStatusCode.InternalServerError);
            Assert.Equal("Internal error occurred: failed to allocate a nodePort: range is full", full.GetString("message"));
            // Its address was given back: 50 services, and the kubernetes one.
            Assert.Equal(51, (await SendAsync(second, HttpMethod.Get, Addresses, null, HttpStatusCode.OK)).GetArray("items")!.Count);
            await SendAsync(second, HttpMethod.Delete, Services + "/s0", null, HttpStatusCode.OK);
            await SendAsync(first, HttpMethod.Post, Services, """{"metadata":{"name":"late"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""", HttpStatusCode.Created);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_service_of_two_families_gains_and_gives_back_its_second_address()
    {
        await using var server = await TestServer.StartAsync((options, _) => options with { ServiceClusterIPRange = "10.0.0.0/16,fd00:10::/108" });
        await SendAsync(server.Http, HttpMethod.Post, Services, """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""", HttpStatusCode.Created);
        var two = await PatchAsync(server.Http, """{"spec":{"ipFamilyPolicy":"RequireDualStack"}}""", HttpStatusCode.OK);
        var addresses = two.FindArray("spec", "clusterIPs")!.OfType<JsonString>().Select(item => item.Value).ToArray();
        Assert.Equal(2, addresses.Length);
        foreach (var address in addresses) await SendAsync(server.Http, HttpMethod.Get, $"{Addresses}/{address}", null, HttpStatusCode.OK);

        var refused = await PatchAsync(server.Http, $$$"""{"spec":{"clusterIPs":["{{{addresses[0]}}}"]}}""", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("must be 'SingleStack' to release the secondary cluster IP", refused.GetString("message"), StringComparison.Ordinal);

        var one = await PatchAsync(server.Http, """{"spec":{"ipFamilyPolicy":"SingleStack"}}""", HttpStatusCode.OK);
        Assert.Equal(addresses[0], Assert.Single(one.FindArray("spec", "clusterIPs")!.OfType<JsonString>()).Value);
        await SendAsync(server.Http, HttpMethod.Get, $"{Addresses}/{addresses[1]}", null, HttpStatusCode.NotFound);

        await PatchAsync(server.Http, """{"spec":{"type":"ExternalName","externalName":"a.b"}}""", HttpStatusCode.OK);
        await SendAsync(server.Http, HttpMethod.Get, $"{Addresses}/{addresses[0]}", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_refused_service_leaves_nothing_taken()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(
            server.Http, HttpMethod.Post, Services, """{"metadata":{"name":"s"},"spec":{"type":"NodePort","clusterIP":"10.0.0.77","sessionAffinity":"Odd","ports":[{"port":80,"nodePort":30123}]}}""", HttpStatusCode.UnprocessableEntity);
        await SendAsync(server.Http, HttpMethod.Get, $"{Addresses}/10.0.0.77", null, HttpStatusCode.NotFound);
        await SendAsync(
            server.Http, HttpMethod.Post, Services, """{"metadata":{"name":"s"},"spec":{"type":"NodePort","clusterIP":"10.0.0.77","ports":[{"port":80,"nodePort":30123}]}}""", HttpStatusCode.Created);
        var taken = await SendAsync(
            server.Http, HttpMethod.Post, Services + "?dryRun=All", """{"metadata":{"name":"t"},"spec":{"type":"NodePort","clusterIP":"10.0.0.77","ports":[{"port":80,"nodePort":30123}]}}""", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("provided port is already allocated", taken.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kubernetes_service_and_its_range_are_there()
    {
        await using var server = await TestServer.StartAsync();
        var service = await SendAsync(server.Http, HttpMethod.Get, Services + "/kubernetes", null, HttpStatusCode.OK);
        Assert.Equal("10.0.0.1", service.FindString("spec", "clusterIP"));
        var address = await SendAsync(server.Http, HttpMethod.Get, $"{Addresses}/10.0.0.1", null, HttpStatusCode.OK);
        Assert.Equal("kubernetes", address.FindString("spec", "parentRef", "name"));
        var range = await SendAsync(server.Http, HttpMethod.Get, "/apis/networking.k8s.io/v1/servicecidrs/kubernetes", null, HttpStatusCode.OK);
        Assert.Equal("True", ((JsonObject)range.FindArray("status", "conditions")![0]).GetString("status"));
    }

    private static HttpClient Client(ApiServerComponent server) => new(server.CreateHandler(TestServer.Administrator)) { BaseAddress = new Uri("http://kubernetes") };

    private static Task<JsonObject> PatchAsync(HttpClient http, string body, HttpStatusCode expected) =>
        SendAsync(http, HttpMethod.Patch, Services + "/s", body, expected, "application/merge-patch+json");

    private static async Task<JsonObject> SendAsync(HttpClient http, HttpMethod method, string path, string? body, HttpStatusCode expected, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(expected == response.StatusCode, Encoding.UTF8.GetString(bytes));
        return JsonParser.ParseObject(bytes);
    }
}
