using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>A resource that may be used only where a quota covers the use: a member of <c>limitedResources</c> in the configuration.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/policy/resource-quotas/#limit-priority-class-consumption-by-default</remarks>
internal sealed record LimitedResource(string Group, string Resource, IReadOnlyList<string> Names, IReadOnlyList<QuotaScope> Scopes)
{
    /// <summary>Reads a ResourceQuotaConfiguration.</summary>
    public static IReadOnlyList<LimitedResource> ReadAll(JsonObject? settings) =>
        [.. (settings?.GetArray("limitedResources") ?? []).OfType<JsonObject>().Select(Read)];

    /// <summary>Whether it is about objects of a resource.</summary>
    public bool IsFor(string group, string resource) => Group == group && Resource == resource;

    /// <summary>Whether a use is among those that must be covered: its name contains one of <see cref="Names"/>.</summary>
    public bool Limits(string name) => Names.Any(part => name.Contains(part, StringComparison.Ordinal));

    private static LimitedResource Read(JsonObject limited) => new(
        limited.GetString("apiGroup") ?? "",
        limited.GetString("resource") ?? "",
        [.. (limited.GetArray("matchContains") ?? []).OfType<JsonString>().Select(text => text.Value)],
        [.. (limited.GetArray("matchScopes") ?? []).OfType<JsonObject>().Select(QuotaScope.Read)]);
}
