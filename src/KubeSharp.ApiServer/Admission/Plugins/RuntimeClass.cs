using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>A pod takes overhead and placement from its runtime class (https://kubernetes.io/docs/concepts/containers/runtime-class/).</summary>
internal sealed class RuntimeClass(IObjectLister objects) : IMutatingAdmission, IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "RuntimeClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.GetObject("spec") is not { } spec)
            return null;
        if (spec.GetString("runtimeClassName") is not { } name)
            return null;
        var found = await FindAsync(name, cancellationToken);
        if (found is null)
            return attributes.Forbid($"pod rejected: RuntimeClass \"{name}\" not found");
        if (found.FindObject("overhead", "podFixed") is { } overhead)
        {
            if (spec.GetObject("overhead") is { Count: > 0 } given)
            {
                if (!SameAmounts(given, overhead))
                    return attributes.Forbid("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
            }
            else
            {
                spec.Set("overhead", overhead.Clone());
            }
        }

        return found.GetObject("scheduling") is { } scheduling ? Place(attributes, spec, scheduling) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.GetObject("spec") is not { } spec)
            return null;
        var found = spec.GetString("runtimeClassName") is { } name ? await FindAsync(name, cancellationToken) : null;
        var has = spec.GetObject("overhead") is { Count: > 0 };
        if (found?.FindObject("overhead", "podFixed") is { } overhead)
        {
            return has && SameAmounts(spec.GetObject("overhead")!, overhead)
                ? null
                : attributes.Forbid("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        }

        return has ? attributes.Forbid("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead") : null;
    }

    private static StatusError? Place(AdmissionAttributes attributes, JsonObject spec, JsonObject scheduling)
    {
        foreach (var (key, value) in scheduling.GetObject("nodeSelector") ?? [])
        {
            var selector = spec.GetOrAddObject("nodeSelector");
            var wanted = (value as JsonString)?.Value ?? "";
            if (selector.GetString(key) is { } own && own != wanted)
            {
                return attributes.Forbid(
                    $"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {wanted}; pod.spec.nodeSelector[{key}] = {own}");
            }

            selector.Set(key, value);
        }

        foreach (var toleration in scheduling.Objects("tolerations"))
        {
            var tolerations = spec.GetOrAddArray("tolerations");
            if (!tolerations.Any(own => JsonValue.DeepEquals(own, toleration)))
                tolerations.Add(toleration.Clone());
        }

        return null;
    }

    private static bool SameAmounts(JsonObject left, JsonObject right)
    {
        if (left.Count != right.Count)
            return false;
        foreach (var (name, value) in left)
        {
            if (!Quantity.TryParse((value as JsonString)?.Value, out var mine) || !Quantity.TryParse(right.GetString(name), out var theirs) || mine != theirs)
                return false;
        }

        return true;
    }

    private async ValueTask<JsonObject?> FindAsync(string name, CancellationToken cancellationToken) =>
        objects.Get("node.k8s.io", "runtimeclasses", "", name)
        ?? await objects.GetLatestAsync("node.k8s.io", "runtimeclasses", "", name, cancellationToken);
}
