using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>Resources of a pod as a whole, which must fit those of its containers.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#pod-level-resource-specification</remarks>
internal static class PodResourceRules
{
    public static void Check(FieldCheck spec)
    {
        if (spec.Child("resources") is not { } resources) return;
        if (spec.ChildOrEmpty("os").Text("name") == "windows")
        {
            spec.Forbid("resources", "may not be set for a windows pod");
            return;
        }

        if (resources.Value.GetArray("claims") is { Count: > 0 }) resources.Forbid("claims", "claims cannot be set for Resources at pod-level");
        ResourceRules.Check(resources, [.. spec.Items("resourceClaims").Select(claim => claim.Text("name"))], Named);
        Consistency(spec, resources);
    }

    /// <summary>Whether a pod as a whole can ask for it.</summary>
    public static bool IsSupported(string name) => name is "cpu" or "memory" || QuantityRules.IsHugePages(name);

    private static void Named(string name, FieldPath at, ErrorList errors)
    {
        var messages = StringValidators.QualifiedName(name);
        errors.AddInvalid(at, name, messages);
        if (messages.Length > 0) return;
        if (!QuantityRules.IsKnown(name)) errors.Add(FieldError.Invalid(at, name, "must be a standard resource type or fully qualified"));
        else if (!IsSupported(name)) errors.Add(FieldError.NotSupported(at, name, "cpu", "hugepages-", "memory"));
    }

    private static void Consistency(FieldCheck spec, FieldCheck resources)
    {
        var (limits, requests) = (resources.ChildOrEmpty("limits"), resources.ChildOrEmpty("requests"));
        foreach (var (name, total) in ContainerTotals.Of(spec.Value, "requests"))
            Covers(requests, name, total, $"must be greater than or equal to aggregate container requests of {total}");
        foreach (var (name, total) in ContainerTotals.Of(spec.Value, "limits"))
        {
            if (QuantityRules.IsHugePages(name)) Covers(limits, name, total, $"must be greater than or equal to aggregate container limits of {total}");
        }

        var containers = spec.Items("containers");
        for (var i = 0; i < containers.Count; i++)
        {
            foreach (var (name, value) in containers[i].ChildOrEmpty("resources").Value.GetObject("limits") ?? [])
            {
                if (QuantityRules.Read(limits.Value[name]) is not { } ofPod || QuantityRules.Read(value) is not { } limit || limit <= ofPod) continue;
                // Found below the resources of the pod, not below the container: that is where upstream has it.
                spec.Errors.Add(FieldError.Invalid(
                    resources.At("containers").Index(i).Key(name).Child("limits"), limit.ToString(), $"must be less than or equal to pod limits of {ofPod}"));
            }
        }
    }

    private static void Covers(FieldCheck amounts, string name, Quantity total, string otherwise)
    {
        if (QuantityRules.Read(amounts.Value[name]) is { } ofPod && total > ofPod)
            amounts.Errors.Add(FieldError.Invalid(amounts.Path.Key(name), ofPod.ToString(), otherwise));
    }
}
