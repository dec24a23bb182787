using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>A service on this machine over TLS: an issuer of tokens, a webhook. It answers what the test says and keeps what it was asked.</summary>
internal sealed class TestHttps : IAsyncDisposable
{
    private readonly WebApplication application;

    private TestHttps(WebApplication application) => this.application = application;

    public string Url { get; private set; } = "";

    /// <summary>What was asked: path and body.</summary>
    public ConcurrentQueue<(string Path, string Body)> Requests { get; } = new();

    /// <summary>Answers: path and body to status and JSON.</summary>
    public Func<string, string, (int Status, string Json)> Answer { get; set; } = (_, _) => (404, "{}");

    public static async Task<TestHttps> StartAsync(TestAuthority authority)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var certificate = authority.Server();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var application = builder.Build();
        var server = new TestHttps(application);
        application.Run(server.HandleAsync);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Url = address.TrimEnd('/');
        return server;
    }

    /// <summary>A kubeconfig that points here.</summary>
    public string WriteKubeconfig(string folder, TestAuthority authority, string path = "")
    {
        var file = System.IO.Path.Combine(folder, "webhook.kubeconfig");
        File.WriteAllText(file, $$$"""
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "{{{Url}}}{{{path}}}", certificate-authority-data: {{{Convert.ToBase64String(Encoding.UTF8.GetBytes(authority.Pem))}}} }}]
            users: [{name: u, user: {}}]
            """);
        return file;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = http.Request.Path.Value ?? "";
        Requests.Enqueue((path, body));
        var (status, json) = Answer(path, body);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(json);
    }
}
