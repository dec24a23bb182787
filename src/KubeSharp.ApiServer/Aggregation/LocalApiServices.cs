using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>The APIServices of what this server serves itself: those of built-in groups made once, those of custom groups kept in step.</summary>
internal static class LocalApiServices
{
    /// <summary>The label by which they are told from those that users make.</summary>
    public const string Label = "kube-aggregator.kubernetes.io/automanaged";

    private const int CustomVersionPriority = 100;

    /// <summary>Whether a version is of custom resources only.</summary>
    public static bool IsCustom(GroupVersionDefinition version) => version.Resources.Count > 0 && version.Resources.All(resource => resource.Custom);

    /// <summary>The name of a version's APIService.</summary>
    public static string Name(GroupVersionDefinition version) => $"{version.Version}.{version.Group}";

    /// <summary>The APIService of a version, without status.</summary>
    public static JsonObject Of(GroupVersionDefinition version)
    {
        var custom = IsCustom(version);
        var spec = new JsonObject();
        if (version.Group.Length > 0) spec.Set("group", version.Group);
        spec.Set("version", version.Version);
        spec.Set("groupPriorityMinimum", version.GroupPriority);
        spec.Set("versionPriority", custom ? CustomVersionPriority : version.VersionPriority);
        return new JsonObject
        {
            { "kind", "APIService" },
            { "apiVersion", "apiregistration.k8s.io/v1" },
            {
                "metadata", new JsonObject
                {
                    { "name", Name(version) },
                    { "labels", new JsonObject { { Label, custom ? "true" : "onstart" } } },
                }
            },
            { "spec", spec },
        };
    }
}
