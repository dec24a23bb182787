using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>exec, attach and portforward: an upgraded connection through to the kubelet of the pod's node.</summary>
internal sealed class PodStreamHandler(KubeletConnections kubelets, string subresource) : IResourceHandler
{
    // The names that the kubelet has for the streams.
    private static readonly (string Query, string Kubelet)[] Streams = [("stdin", "input"), ("stdout", "output"), ("stderr", "error"), ("tty", "tty")];

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        if (await ConnectAdmission.CheckAsync(request, Options(request.Http)) is { } refusal) return refusal;
        var pod = await PodTarget.FindAsync(request);
        if (pod.Error is not null) return pod.Error;
        var path = Path(request, pod.Value!);
        if (path.Error is not null) return path.Error;
        if (pod.Value!.FindString("spec", "nodeName") is not { Length: > 0 } node)
        {
            return StatusError.BadRequest($"pod {request.Name} does not have a host assigned");
        }

        var kubelet = await kubelets.FindAsync(request.Core, node, request.Cancelled);
        if (kubelet.Error is not null) return kubelet.Error;
        if (request.Http.Headers.Upgrade.Count == 0) return StatusError.BadRequest("Upgrade request required");
        return await UpstreamProxy.ForwardAsync(request.Context, kubelets.Kubelets, new Uri(kubelet.Value!, path.Value));
    }

    private Result<string> Path(ResourceRequest request, JsonObject pod)
    {
        var query = new QueryBuilder();
        if (subresource == "portforward")
        {
            foreach (var port in request.Http.Query["ports"])
            {
                foreach (var single in (port ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)) query.Add("port", single);
            }

            return $"/portForward/{request.Namespace}/{request.Name}{query.ToQueryString()}";
        }

        var container = PodTarget.Container(pod, request.Name, QueryValues.Text(request.Http.Query, "container"));
        if (container.Error is not null) return container.Error;
        foreach (var (name, passed) in Streams)
        {
            if (QueryValues.Boolean(request.Http.Query, name) == true) query.Add(passed, "1");
        }

        foreach (var word in request.Http.Query["command"]) query.Add("command", word ?? "");
        return $"/{subresource}/{request.Namespace}/{request.Name}/{container.Value}{query.ToQueryString()}";
    }

    private JsonObject Options(HttpRequest http)
    {
        var kind = subresource switch { "exec" => "PodExecOptions", "attach" => "PodAttachOptions", _ => "PodPortForwardOptions" };
        var options = new JsonObject { { "kind", kind }, { "apiVersion", "v1" } };
        foreach (var (name, _) in Streams)
        {
            if (QueryValues.Boolean(http.Query, name) == true) options.Set(name, true);
        }

        if (subresource == "portforward" && http.Query.TryGetValue("ports", out var ports))
        {
            var numbers = ports.SelectMany(port => (port ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).Where(port => int.TryParse(port, out _));
            options.Set("ports", new JsonArray(numbers.Select(port => (JsonValue)int.Parse(port, System.Globalization.CultureInfo.InvariantCulture))));
        }

        if (QueryValues.Text(http.Query, "container") is { Length: > 0 } container) options.Set("container", container);
        if (http.Query.TryGetValue("command", out var command)) options.Set("command", JsonArray.OfStrings(command.OfType<string>()));
        return options;
    }
}
