using System.Net;
using KubeSharp.Fuzz;
using KubeSharp.Storage.Embedded;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Tests;

/// <summary>A short run of what <c>bench fuzz</c> does for hours.</summary>
public sealed class FuzzTests
{
    private const int Requests = 1500;

    [Theory]
    [InlineData(1)]
    [InlineData(36)]
    public async Task No_request_however_broken_makes_the_server_fail_or_hang(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("kubesharp-fuzz-");
        try
        {
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = folder.FullName });
            using var log = new FuzzLog();
            await using var server = new ApiServerComponent(new ApiServerOptions { SecurePort = -1, AllowPrivileged = true }, store, log, TimeProvider.System);
            await server.StartAsync(TestContext.Current.CancellationToken);
            using var http = new HttpMessageInvoker(server.CreateHandler(TestServer.Administrator));
            var fuzzer = new Fuzzer(http, log, seed);
            await fuzzer.RunAsync(0, Requests, 8, TestContext.Current.CancellationToken);
            Assert.True(fuzzer.Findings.Count == 0, string.Join("\n\n", fuzzer.Findings));
            // Were everything refused, nothing behind the first checks would have been tried.
            Assert.InRange(fuzzer.Statuses.GetValueOrDefault(201), 20, Requests);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_same_seed_and_number_make_the_same_request()
    {
        for (var number = 0; number < 200; number++) Assert.Equal(new FuzzRequests(7).Make(number).ToString(), new FuzzRequests(7).Make(number).ToString());
    }

    [Fact]
    public async Task A_fault_in_the_log_and_an_answer_that_is_no_JSON_are_found()
    {
        using var log = new FuzzLog();
        using var http = new HttpMessageInvoker(new Faulty(log));
        var fuzzer = new Fuzzer(http, log, 1);
        await fuzzer.RunAsync(0, 2, 1, TestContext.Current.CancellationToken);
        Assert.Contains(fuzzer.Findings, finding => finding.What.Contains("it broke", StringComparison.Ordinal));
        Assert.Contains(fuzzer.Findings, finding => finding.What.Contains("broken JSON", StringComparison.Ordinal));
    }

    private sealed class Faulty(FuzzLog log) : HttpMessageHandler
    {
        private int count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var first = Interlocked.Increment(ref count) == 1;
            if (first) log.Log(LogLevel.Error, default, "it broke", null, static (state, _) => state);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(first ? "{}" : "{", null, "application/json"),
            });
        }
    }
}
