using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Hosting;

/// <summary>What a client can do wrong, on purpose or not: each gets Kubernetes' answer or is cut off, and the server goes on.</summary>
public sealed class HostileInputTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Post = "POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_body_that_is_too_large_is_refused_by_its_announced_length(int http)
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        var (status, answer) = await SendAsync(client, new ByteArrayContent(new byte[4 << 20]), "application/json", http);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "Request entity too large: limit is 3145728", "RequestEntityTooLarge"), (status, answer.GetString("message"), answer.GetString("reason")));
        await StillServesAsync(client);
    }

    [Fact]
    public async Task An_endless_body_in_chunks_is_answered_and_cut_off()
    {
        await using var server = await StartAsync();
        using var certificate = Administrator(server);
        using var raw = await RawTls.ConnectAsync(server.Inner.Component.Port, certificate);
        await raw.SendAsync(Post + "Transfer-Encoding: chunked\r\n\r\n");
        var reading = raw.ReadToEndAsync();
        // Far more than is ever taken.
        await raw.SendForeverAsync("10000\r\n" + new string('a', 0x10000) + "\r\n", 4096);
        var text = await reading;
        Assert.StartsWith("HTTP/1.1 413 ", text, StringComparison.Ordinal);
        Assert.Contains("Connection: close", text, StringComparison.Ordinal);
        Assert.Contains("Request entity too large: limit is 3145728", text, StringComparison.Ordinal);
        using var client = Client(server);
        await StillServesAsync(client);
    }

    [Theory]
    [InlineData("json", "{\"data\":", "[", "exceeded max depth")]
    [InlineData("json", "", "{\"a\":", "exceeded max depth")]
    [InlineData("yaml", "data: ", "[", "excessive")]
    [InlineData("yaml", "", "{a: ", "excessive")]
    public async Task A_document_that_nests_too_deep_is_refused(string type, string start, string each, string problem)
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        var (status, answer) = await SendAsync(client, new StringContent(start + string.Concat(Enumerable.Repeat(each, 200_000))), "application/" + type);
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest"), (status, answer.GetString("reason")));
        Assert.Contains(problem, answer.GetString("message"), StringComparison.Ordinal);
        await StillServesAsync(client);
    }

    [Fact]
    public async Task Aliases_that_unfold_to_billions_are_refused()
    {
        var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (var c = 'b'; c < 'k'; c++) bomb.Append($"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n");
        await using var server = await StartAsync();
        using var client = Client(server);
        var (status, answer) = await SendAsync(client, new StringContent(bomb.ToString()), "application/yaml");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("excessive aliasing", answer.GetString("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"metadata\":{\"name\":\"x\"},\"da", "unexpected end of JSON input")]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("nonsense", "")]
    public async Task A_document_that_is_none_is_refused(string body, string problem)
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        var (status, answer) = await SendAsync(client, new StringContent(body), "application/json");
        Assert.InRange((int)status, 400, 422);
        Assert.Contains(problem, answer.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced_as_upstream_does()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        var (status, answer) = await SendAsync(client, new ByteArrayContent(Encoding.Latin1.GetBytes("{\"metadata\":{\"name\":\"x\"},\"data\":{\"k\":\"a\u00ff\u00feb\"}}")), "application/json");
        Assert.Equal((HttpStatusCode.Created, "a\ufffd\ufffdb"), (status, answer.FindString("data", "k")));
    }

    [Fact]
    public async Task Protobuf_that_lies_about_its_length_is_refused()
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        var (status, _) = await SendAsync(client, new ByteArrayContent([.. "k8s\0"u8, 0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f]), "application/vnd.kubernetes.protobuf");
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_its_body_costs_nothing()
    {
        await using var server = await StartAsync();
        using var certificate = Administrator(server);
        for (var i = 0; i < 20; i++)
        {
            using var raw = await RawTls.ConnectAsync(server.Inner.Component.Port, certificate);
            await raw.SendAsync(Post + "Content-Length: 1000\r\n\r\n{\"metadata\":{\"name\":\"half\"}");
        }

        using var client = Client(server);
        await StillServesAsync(client);
        using var half = await client.GetAsync(new Uri(ConfigMaps + "/half", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, half.StatusCode);
    }

    [Fact]
    public async Task A_body_that_never_comes_ends_with_the_time_for_the_request()
    {
        await using var server = await StartAsync();
        using var certificate = Administrator(server);
        using var raw = await RawTls.ConnectAsync(server.Inner.Component.Port, certificate);
        await raw.SendAsync(Post.Replace("configmaps", "configmaps?timeout=50ms", StringComparison.Ordinal) + "Content-Length: 1000\r\nConnection: close\r\n\r\n{");
        var text = await raw.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 504 ", text, StringComparison.Ordinal);
        Assert.Contains("Timeout: request did not complete within requested timeout - context deadline exceeded", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "invalid timeout specified in the request URL - time: invalid duration \"x\"")]
    [InlineData("5", "invalid timeout specified in the request URL - time: missing unit in duration \"5\"")]
    [InlineData("5x", "invalid timeout specified in the request URL - time: unknown unit \"x\" in duration \"5x\"")]
    public async Task A_timeout_that_is_none_is_refused(string timeout, string message)
    {
        await using var server = await StartAsync();
        using var client = Client(server);
        using var response = await client.GetAsync(new Uri($"{ConfigMaps}?timeout={timeout}", UriKind.Relative), TestContext.Current.CancellationToken);
        var answer = JsonParser.ParseObject(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal((HttpStatusCode.BadRequest, message), (response.StatusCode, answer.GetString("message")));
    }

    [Fact]
    public async Task An_address_line_that_never_ends_is_answered_and_cut_off()
    {
        await using var server = await StartAsync();
        using var raw = await RawTls.ConnectAsync(server.Inner.Component.Port);
        var reading = raw.ReadToEndAsync();
        await raw.SendAsync("GET /");
        await raw.SendForeverAsync(new string('a', 16384), 1024);
        Assert.StartsWith("HTTP/1.1 414 ", await reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_never_end_are_answered_and_cut_off()
    {
        await using var server = await StartAsync();
        using var raw = await RawTls.ConnectAsync(server.Inner.Component.Port);
        var reading = raw.ReadToEndAsync();
        await raw.SendAsync("GET /version HTTP/1.1\r\nHost: x\r\n");
        await raw.SendForeverAsync("X-Long: " + new string('a', 1000) + "\r\n", 16384);
        Assert.StartsWith("HTTP/1.1 431 ", await reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_HTTP_is_answered_and_cut_off()
    {
        await using var server = await StartAsync();
        using var raw = await RawTls.ConnectAsync(server.Inner.Component.Port);
        await raw.SendAsync("\0\u0001\u0002 what is this\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await raw.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watcher_that_does_not_read_is_cut_off()
    {
        await using var server = await StartAsync((options, _) => options with { SlowReaderPatience = TimeSpan.FromMilliseconds(100) });
        using var client = Client(server);
        using var certificate = Administrator(server);
        using var raw = await RawTls.ConnectAsync(server.Inner.Component.Port, certificate);
        await raw.SendAsync($"GET {ConfigMaps}?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n");
        await raw.Stream.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
        // More than the buffers between the two hold, and nobody reads.
        var large = new string('x', 900_000);
        for (var i = 0; i < 24; i++) await SendAsync(client, new StringContent($$$"""{"metadata":{"name":"c{{{i}}}"},"data":{"k":"{{{large}}}"}}"""), "application/json");
        await UntilNobodyWatchesAsync(client);
    }

    [Fact]
    public async Task A_thousand_idle_connections_disturb_nobody()
    {
        await using var server = await StartAsync();
        List<RawTls> idle = [];
        try
        {
            for (var i = 0; i < 1000; i++) idle.Add(await RawTls.ConnectAsync(server.Inner.Component.Port));
            using var client = Client(server);
            await StillServesAsync(client);
        }
        finally
        {
            foreach (var one in idle) one.Dispose();
        }
    }

    [Fact]
    public async Task More_streams_than_a_connection_may_have_wait_for_one_another()
    {
        await using var server = await StartAsync((options, _) => options with { Http2MaxStreamsPerConnection = 4 });
        using var client = Client(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/version") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task With_a_chance_of_one_every_answer_asks_to_connect_anew_and_all_are_given()
    {
        await using var server = await StartAsync((options, _) => options with { GoawayChance = 1 });
        using var client = Client(server);
        for (var i = 0; i < 5; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/version") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static Task<TlsTestServer> StartAsync(Func<ApiServerOptions, string, ApiServerOptions>? configure = null) => TlsTestServer.StartAsync(configure);

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 Administrator(TlsTestServer server) => server.Authority.Client("O=system:masters, CN=admin");

    private static HttpClient Client(TlsTestServer server) => server.Client(Administrator(server));

    private static async Task<(HttpStatusCode, JsonObject)> SendAsync(HttpClient client, HttpContent content, string type, int http = 1)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, ConfigMaps) { Content = content, Version = new Version(http, http == 2 ? 0 : 1), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonParser.ParseObject(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task StillServesAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("ok", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task UntilNobodyWatchesAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await WatchersAsync(client, patience.Token) > 0)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<int> WatchersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        return metrics.Split('\n').Count(line => line.StartsWith("apiserver_longrunning_requests{", StringComparison.Ordinal) && line.Contains("resource=\"configmaps\"", StringComparison.Ordinal));
    }
}
