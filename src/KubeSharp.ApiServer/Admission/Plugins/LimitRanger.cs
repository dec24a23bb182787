using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Default amounts and bounds for pods and claims of a namespace (https://kubernetes.io/docs/concepts/policy/limit-range/).</summary>
internal sealed class LimitRanger(IObjectLister objects) : IMutatingAdmission, IValidatingAdmission
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    /// <inheritdoc/>
    public string Name => "LimitRanger";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Operation == AdmissionOperation.Create && attributes.IsFor("", "pods") && attributes.Object is { } pod)
        {
            foreach (var range in objects.List("", "limitranges", attributes.Namespace))
                SetDefaults(pod, range);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var update = attributes.Operation == AdmissionOperation.Update;

        // The amounts of a pod change when it is resized only; those of a claim at any time.
        var isPod = update ? attributes.IsFor("", "pods", "resize") : attributes.IsFor("", "pods");
        if (attributes.Object?.GetObject("spec") is not { } spec || !(isPod || attributes.IsFor("", "persistentvolumeclaims")))
            return default;

        // Whatever is going may always be written, or it would never be gone.
        if (update && attributes.OldObject?.FindString("metadata", "deletionTimestamp") is not null)
            return default;
        foreach (var range in objects.List("", "limitranges", attributes.Namespace))
        {
            var faults = LimitRules.Check(range, spec, isPod);
            if (faults.Count > 0)
                return new(attributes.Forbid(faults.Count == 1 ? faults[0] : $"[{string.Join(", ", faults)}]"));
        }

        return default;
    }

    /// <summary>Gives containers that say nothing the amounts of the range, and notes that in an annotation.</summary>
    public static void SetDefaults(JsonObject pod, JsonObject range)
    {
        SortedDictionary<string, Quantity> requests = new(StringComparer.Ordinal), limits = new(StringComparer.Ordinal);
        foreach (var limit in range.GetObject("spec")?.Objects("limits") ?? [])
        {
            if (limit.GetString("type") != "Container")
                continue;
            foreach (var (name, amount) in PodResources.Read(limit.GetObject("defaultRequest")))
                requests[name] = amount;
            foreach (var (name, amount) in PodResources.Read(limit.GetObject("default")))
                limits[name] = amount;
        }

        List<string> notes = [];
        foreach (var (list, kind) in ((string, string)[])[("containers", "container"), ("initContainers", "init container")])
        {
            foreach (var container in pod.GetObject("spec")?.Objects(list) ?? [])
            {
                Merge(container, "requests", "request", requests, kind, notes);
                Merge(container, "limits", "limit", limits, kind, notes);
            }
        }

        if (notes.Count > 0)
        {
            pod.GetOrAddObject("metadata").GetOrAddObject("annotations")
                .Set(Annotation, new JsonString("LimitRanger plugin set: " + string.Join("; ", notes)));
        }
    }

    private static void Merge(
        JsonObject container, string which, string word, SortedDictionary<string, Quantity> defaults, string kind, List<string> notes)
    {
        List<string> set = [];
        foreach (var (name, amount) in defaults)
        {
            if (container.FindObject("resources", which)?.Contains(name) == true)
                continue;
            container.GetOrAddObject("resources").GetOrAddObject(which).Set(name, new JsonString(amount.ToString()));
            set.Add(name);
        }

        if (set.Count > 0)
            notes.Add($"{string.Join(", ", set)} {word} for {kind} {container.GetString("name")}");
    }
}
