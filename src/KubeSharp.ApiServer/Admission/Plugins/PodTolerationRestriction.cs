using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// A namespace gives its pods tolerations, and says which they may have at all
/// (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podtolerationrestriction).
/// </summary>
internal sealed class PodTolerationRestriction(IObjectLister objects, JsonObject? settings) : IMutatingAdmission, IValidatingAdmission
{
    private const string Defaults = "scheduler.alpha.kubernetes.io/defaultTolerations";
    private const string Whitelist = "scheduler.alpha.kubernetes.io/tolerationsWhitelist";

    /// <inheritdoc/>
    public string Name => "PodTolerationRestriction";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.GetObject("spec") is not { } spec) return null;
        if (attributes.Operation == AdmissionOperation.Create)
        {
            var (given, error) = await ListAsync(attributes, Defaults, "default", cancellationToken);
            if (error is not null) return error;
            if (given.Count > 0) spec.Set("tolerations", Tolerations.Merge(given, spec.Objects("tolerations")).Clone());
        }

        // Pods that the node owes something outlast its shortage of memory.
        if (!IsBestEffort(spec))
        {
            var pressure = new JsonObject { { "key", "node.kubernetes.io/memory-pressure" }, { "operator", "Exists" }, { "effect", "NoSchedule" } };
            spec.Set("tolerations", Tolerations.Merge(spec.Objects("tolerations"), [pressure]));
        }

        return await CheckAsync(attributes, spec, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken) =>
        attributes.IsFor("", "pods") && attributes.Object?.GetObject("spec") is { } spec ? await CheckAsync(attributes, spec, cancellationToken) : null;

    private async ValueTask<StatusError?> CheckAsync(AdmissionAttributes attributes, JsonObject spec, CancellationToken cancellationToken)
    {
        if (spec.GetArray("tolerations") is not { Count: > 0 }) return null;
        var (allowed, error) = await ListAsync(attributes, Whitelist, "whitelist", cancellationToken);
        if (error is not null) return error;
        return Tolerations.AllAllowed(spec.Objects("tolerations"), allowed)
            ? null
            : attributes.Forbid("pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist");
    }

    // What the namespace says in an annotation, else what the configuration says for all.
    private async ValueTask<(IReadOnlyList<JsonObject> List, StatusError? Error)> ListAsync(
        AdmissionAttributes attributes, string annotation, string member, CancellationToken cancellationToken)
    {
        var name = attributes.Namespace;
        var found = objects.Get("", "namespaces", "", name) ?? await objects.GetLatestAsync("", "namespaces", "", name, cancellationToken);
        if (found?.Annotation(annotation) is not { } text) return ([.. settings?.Objects(member) ?? []], null);
        if (text.Length == 0) return ([], null);
        try
        {
            return ([.. (JsonParser.Parse(Encoding.UTF8.GetBytes(text)) as JsonArray ?? []).OfType<JsonObject>()], null);
        }
        catch (JsonSyntaxException e)
        {
            return ([], StatusError.InternalError(e.Message));
        }
    }

    private static bool IsBestEffort(JsonObject spec) => PodSpecs.Containers(spec).All(container =>
        container.FindObject("resources", "requests") is not { Count: > 0 } && container.FindObject("resources", "limits") is not { Count: > 0 });
}
