using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KubeSharp.ApiServer.Tests.Kubelet;

public sealed class PodStreamTests
{
    [Fact]
    public async Task An_exec_is_passed_to_the_kubelet_and_its_bytes_both_ways()
    {
        await using var kubelet = await FakeKubelet.StartAsync();
        await using var server = await TestServer.StartAsync();
        await MakePodAsync(server, kubelet.Port);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/namespaces/default/pods/p/exec?command=sh&command=-c&stdin=true&stdout=true&container=c");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "SPDY/3.1");
        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.SwitchingProtocols, response.StatusCode);
        Assert.Equal("/exec/default/p/c?input=1&output=1&command=sh&command=-c", response.Headers.GetValues("X-Asked").Single());
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("hello."));
        await stream.FlushAsync();
        using var reader = new StreamReader(stream);
        Assert.Equal("hello.", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Logs_come_from_the_only_container_with_the_options_that_were_asked_for()
    {
        await using var kubelet = await FakeKubelet.StartAsync();
        await using var server = await TestServer.StartAsync();
        await MakePodAsync(server, kubelet.Port);
        var text = await server.Http.GetStringAsync(new Uri("/api/v1/namespaces/default/pods/p/log?follow=true&tailLines=5", UriKind.Relative));
        Assert.Equal("/containerLogs/default/p/c?follow=true&tailLines=5", text);
    }

    [Fact]
    public async Task The_proxy_of_a_node_passes_the_path_on()
    {
        await using var kubelet = await FakeKubelet.StartAsync();
        await using var server = await TestServer.StartAsync();
        await MakePodAsync(server, kubelet.Port);
        Assert.Equal("/stats/a%20b?x=y", (await server.Http.GetStringAsync(new Uri("/api/v1/nodes/n/proxy/stats/a%20b?x=y", UriKind.Relative))).Replace(" ", "%20", StringComparison.Ordinal));
    }

    private static async Task MakePodAsync(TestServer server, int port)
    {
        await SendAsync(server, HttpMethod.Post, "/api/v1/nodes", "application/json", """
            {"metadata":{"name":"n"},"status":{"addresses":[{"type":"InternalIP","address":"127.0.0.1"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":PORT}}}}
            """.Replace("PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        await SendAsync(server, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", "application/json", """{"metadata":{"name":"default"}}""");
        await SendAsync(server, HttpMethod.Post, "/api/v1/namespaces/default/pods", "application/json", """
            {"metadata":{"name":"p"},"spec":{"nodeName":"n","containers":[{"name":"c","image":"i"}]}}
            """);
    }

    private static async Task SendAsync(TestServer server, HttpMethod method, string path, string type, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };
        using var response = await server.Http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
