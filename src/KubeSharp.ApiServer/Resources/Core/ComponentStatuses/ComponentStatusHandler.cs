using System.Net.Security;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Tables;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Resources.Core.ComponentStatuses;

/// <summary>GET of the components beside the API server: whether they answer on this machine, asked when the request comes.</summary>
/// <remarks>Deprecated since v1.19. https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/component-status-v1/</remarks>
internal sealed class ComponentStatusHandler(IStore store) : IResourceHandler
{
    // The store may have several parts: each counts as an etcd.
    private (string Name, Func<CancellationToken, Task<(bool Ok, string? Message)>> Probe)[] Components =>
    [
        ("controller-manager", cancelled => AskAsync(new Uri("https://127.0.0.1:10257/healthz"), cancelled)),
        .. store.Parts.Select((part, i) => ($"etcd-{i}", (Func<CancellationToken, Task<(bool, string?)>>)(_ => Task.FromResult((part.Health.Ready, part.Health.Message))))),
        ("scheduler", cancelled => AskAsync(new Uri("https://127.0.0.1:10259/healthz"), cancelled)),
    ];

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        request.Context.AddWarning("v1 ComponentStatus is deprecated in v1.19+");
        if (request.Name.Length > 0)
        {
            foreach (var (name, probe) in Components)
            {
                if (name == request.Name) return await WriteAsync(request, [await ProbeAsync(name, probe, request.Cancelled)], single: true);
            }

            return StatusError.NotFound(new GroupResource("", "componentstatus"), request.Name);
        }

        var all = await Task.WhenAll(Components.Select(component => ProbeAsync(component.Name, component.Probe, request.Cancelled)));
        return await WriteAsync(request, all, single: false);
    }

    private static async ValueTask<StatusError?> WriteAsync(ResourceRequest request, JsonObject[] items, bool single)
    {
        JsonObject answer;
        if (request.Accepted.Shape == OutputShape.Table)
        {
            answer = Table(request, items);
        }
        else if (single)
        {
            answer = items[0];
        }
        else
        {
            foreach (var item in items)
            {
                item.Remove("kind");
                item.Remove("apiVersion");
            }

            answer = new JsonObject { { "kind", "ComponentStatusList" }, { "apiVersion", "v1" }, { "metadata", new JsonObject() }, { "items", new JsonArray(items) } };
        }

        await ObjectWriter.WriteAsync(request.Context, 200, request.Accepted with { Shape = OutputShape.Object }, answer);
        return null;
    }

    private static JsonObject Table(ResourceRequest request, JsonObject[] items)
    {
        var rows = new JsonArray(items.Length);
        foreach (var item in items)
        {
            var condition = (JsonObject)item.GetArray("conditions")![0];
            var row = new TableRowBuilder(request.Resource.Definition.Columns, request.Core.Time.GetUtcNow())
                .Add(item.FindString("metadata", "name") ?? "")
                .Add(condition.GetString("status") == "True" ? "Healthy" : "Unhealthy")
                .Add(condition.GetString("message") ?? "")
                .Add(condition.GetString("error") ?? "");
            rows.Add(new JsonObject { { "cells", row.Build() }, { "object", JsonNull.Instance } });
        }

        return new JsonObject
        {
            { "kind", "Table" },
            { "apiVersion", $"meta.k8s.io/{request.Accepted.Version}" },
            { "metadata", new JsonObject() },
            { "columnDefinitions", TableBuilder.Columns(request) },
            { "rows", rows },
        };
    }

    private static async Task<JsonObject> ProbeAsync(string name, Func<CancellationToken, Task<(bool Ok, string? Message)>> probe, CancellationToken cancellationToken)
    {
        var (ok, said) = await probe(cancellationToken);
        var condition = new JsonObject { { "type", "Healthy" }, { "status", ok ? "True" : "False" }, { "message", ok ? "ok" : said ?? "" } };
        return new JsonObject
        {
            { "kind", "ComponentStatus" },
            { "apiVersion", "v1" },
            { "metadata", new JsonObject { { "name", name } } },
            { "conditions", new JsonArray { condition } },
        };
    }

    // Components serve with certificates of their own, which nobody here knows: the answer is all that counts.
    private static async Task<(bool Ok, string? Message)> AskAsync(Uri health, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, problems) => (problems & SslPolicyErrors.RemoteCertificateNotAvailable) == 0 },
        };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
        try
        {
            using var answer = await client.GetAsync(health, cancellationToken);
            return (answer.IsSuccessStatusCode, $"HTTP status {(int)answer.StatusCode}");
        }
        catch (HttpRequestException)
        {
            return (false, $"Get \"{health}\": dial tcp {health.Host}:{health.Port}: connect: connection refused");
        }
    }
}
