using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Handlers;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>Asks admission about a connection (exec, attach, portforward, proxy) before anything else is looked at, as upstream does.</summary>
internal static class ConnectAdmission
{
    /// <summary>Why there is to be no connection, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">What the request asks for, as an object of its kind (PodExecOptions, ...).</param>
    public static async ValueTask<StatusError?> CheckAsync(ResourceRequest request, JsonObject options)
    {
        var definition = request.Resource.Definition;
        var question = new AdmissionAttributes
        {
            Operation = AdmissionOperation.Connect,
            Kind = new GroupVersionKind("", "v1", options.GetString("kind") ?? ""),
            Resource = new GroupVersionResource(definition.Group, definition.Version, definition.Plural),
            Subresource = request.Context.Info.Subresource,
            Namespace = request.Namespace,
            Name = request.Name,
            Object = options,
            User = request.Context.User,
            AddWarning = request.Context.AddWarning,
            AddAnnotation = request.Context.Annotate,
        };
        return await request.Core.Admission.AdmitAsync(question, request.Cancelled) ?? await request.Core.Admission.ValidateAsync(question, request.Cancelled);
    }

    /// <summary>The same for a proxied path.</summary>
    public static ValueTask<StatusError?> CheckProxyAsync(ResourceRequest request, string kind, ProxyPath path)
    {
        var options = new JsonObject { { "kind", kind }, { "apiVersion", "v1" } };
        var question = path.Rest.IndexOf('?', StringComparison.Ordinal);
        var asked = question < 0 ? path.Rest : path.Rest[..question];
        if (asked.Length > 1) options.Set("path", asked);
        return CheckAsync(request, options);
    }
}
