using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// A namespace decides on which nodes its pods may run (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podnodeselector).
/// </summary>
internal sealed class PodNodeSelector : IMutatingAdmission, IValidatingAdmission
{
    private const string Annotation = "scheduler.alpha.kubernetes.io/node-selector";
    private const string Default = "clusterDefaultNodeSelector";
    private readonly IObjectLister objects;
    private readonly JsonObject configuration;

    /// <summary>Reads <c>podNodeSelectorPluginConfig</c>: a default for namespaces without the annotation, and a list of what is allowed for each.</summary>
    public PodNodeSelector(IObjectLister objects, JsonObject? settings)
    {
        this.objects = objects;
        configuration = settings?.GetObject("podNodeSelectorPluginConfig") ?? [];
    }

    /// <inheritdoc/>
    public string Name => "PodNodeSelector";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.GetObject("spec") is not { } spec) return null;
        var ofNamespace = await OfNamespaceAsync(attributes.Namespace, cancellationToken);
        if (Conflicts(spec.GetObject("nodeSelector"), ofNamespace)) return attributes.Forbid("pod node label selector conflicts with its namespace node label selector");
        foreach (var (key, value) in ofNamespace) spec.GetOrAddObject("nodeSelector").Set(key, value);
        return CheckAllowed(attributes, spec);
    }

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.GetObject("spec") is not { } spec) return null;
        return Conflicts(spec.GetObject("nodeSelector"), await OfNamespaceAsync(attributes.Namespace, cancellationToken))
            ? attributes.Forbid("pod node label selector conflicts with its namespace node label selector")
            : CheckAllowed(attributes, spec);
    }

    private StatusError? CheckAllowed(AdmissionAttributes attributes, JsonObject spec)
    {
        if (configuration.GetString(attributes.Namespace) is not { } text) return null;
        var allowed = Parse(text);
        foreach (var (key, value) in spec.GetObject("nodeSelector") ?? [])
        {
            if (!JsonValue.DeepEquals(allowed[key], value)) return attributes.Forbid("pod node label selector labels conflict with its namespace whitelist");
        }

        return null;
    }

    private async ValueTask<Dictionary<string, JsonValue>> OfNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        var found = objects.Get("", "namespaces", "", name) ?? await objects.GetLatestAsync("", "namespaces", "", name, cancellationToken);
        var text = found?.Annotation(Annotation) ?? configuration.GetString(Default) ?? "";
        return Parse(text).ToDictionary(StringComparer.Ordinal);
    }

    private static bool Conflicts(JsonObject? selector, Dictionary<string, JsonValue> other)
    {
        foreach (var (key, value) in selector ?? [])
        {
            if (other.TryGetValue(key, out var wanted) && !JsonValue.DeepEquals(value, wanted)) return true;
        }

        return false;
    }

    // key=value,key=value
    private static JsonObject Parse(string text)
    {
        var labels = new JsonObject();
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=', 2, StringSplitOptions.TrimEntries) is [var key, var value]) labels.Set(key, value);
        }

        return labels;
    }
}
