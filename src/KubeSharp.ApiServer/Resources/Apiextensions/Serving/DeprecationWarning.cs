using KubeSharp.ApiMachinery.Discovery;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>What users of a deprecated version are warned of.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-deprecation</remarks>
internal static class DeprecationWarning
{
    /// <summary>The warning; empty for a version that is not deprecated.</summary>
    public static string Of(JsonObject spec, JsonObject version)
    {
        if (version.GetBool("deprecated") != true) return "";
        if (version.GetString("deprecationWarning") is { } own) return own;
        var (group, kind, name) = (spec.GetString("group"), spec.FindString("names", "kind"), version.GetString("name")!);
        var better = (spec.GetArray("versions") ?? []).OfType<JsonObject>()
            .Where(one => one.GetBool("served") == true && one.GetBool("deprecated") != true)
            .Select(one => one.GetString("name")!)
            .Where(one => DiscoveryOrder.CompareVersions(name, one) < 0)
            .Order(Comparer<string>.Create((a, b) => DiscoveryOrder.CompareVersions(b, a)))
            .FirstOrDefault();
        var text = $"{group}/{name} {kind} is deprecated";
        return better is null ? text : $"{text}; use {group}/{better} {kind}";
    }
}
