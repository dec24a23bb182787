using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>Labels of nodes that have a newer name, and the warnings of whoever still uses the old one.</summary>
/// <remarks>https://kubernetes.io/docs/reference/labels-annotations-taints/</remarks>
internal static class NodeLabelDeprecations
{
    /// <summary>What to say about a label; null if it is up to date.</summary>
    public static string? Deprecation(string key) => key switch
    {
        "beta.kubernetes.io/arch" => Since("v1.14", "kubernetes.io/arch"),
        "beta.kubernetes.io/os" => Since("v1.14", "kubernetes.io/os"),
        "failure-domain.beta.kubernetes.io/region" => Since("v1.17", "topology.kubernetes.io/region"),
        "failure-domain.beta.kubernetes.io/zone" => Since("v1.17", "topology.kubernetes.io/zone"),
        "beta.kubernetes.io/instance-type" => Since("v1.17", "node.kubernetes.io/instance-type"),
        "app.kubernetes.io/created-by" => "deprecated since v1.9",
        "scheduler.alpha.kubernetes.io/preferAvoidPods" => "deprecated since v1.22; use Taints and Tolerations instead",
        "node-role.kubernetes.io/master" => "use \"node-role.kubernetes.io/control-plane\" instead",
        _ => null,
    };

    /// <summary>Warns of the keys of a map of labels, without saying which.</summary>
    public static void WarnOfMap(WriteContext context, JsonObject? labels, FieldPath path)
    {
        foreach (var (key, _) in labels ?? [])
        {
            if (Deprecation(key) is { } message) context.AddWarning($"{path}: {message}");
        }
    }

    /// <summary>Warns of the labels that a selector names.</summary>
    public static void WarnOfSelector(WriteContext context, JsonObject? selector, FieldPath path)
    {
        foreach (var (index, requirement) in (selector?.GetArray("matchExpressions")).Items())
        {
            var key = requirement.GetString("key") ?? "";
            if (Deprecation(key) is { } message) context.AddWarning($"{path.Child("matchExpressions").Index(index).Child("key")}: {key} is {message}");
        }

        foreach (var (key, _) in selector?.GetObject("matchLabels") ?? [])
        {
            if (Deprecation(key) is { } message) context.AddWarning($"{path.Child("matchLabels").Child(key)}: {message}");
        }
    }

    /// <summary>Warns of the keys of requirements: a list of objects, each with a key.</summary>
    public static void WarnOfRequirements(WriteContext context, JsonArray? requirements, FieldPath path)
    {
        foreach (var (index, requirement) in requirements.Items())
        {
            if (Deprecation(requirement.GetString("key") ?? "") is { } message) context.AddWarning($"{path.Index(index).Child("key")}: {message}");
        }
    }

    private static string Since(string version, string instead) => $"deprecated since {version}; use \"{instead}\" instead";
}
