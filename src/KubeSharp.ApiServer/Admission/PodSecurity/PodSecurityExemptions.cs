using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>Who and what is left alone, as the configuration says.</summary>
/// <param name="Usernames">Users, before impersonation ends.</param>
/// <param name="RuntimeClasses">Runtime classes of pods.</param>
/// <param name="Namespaces">Namespaces.</param>
internal sealed record PodSecurityExemptions(IReadOnlySet<string> Usernames, IReadOnlySet<string> RuntimeClasses, IReadOnlySet<string> Namespaces)
{
    /// <summary>Nobody.</summary>
    public static PodSecurityExemptions None { get; } = new(new HashSet<string>(), new HashSet<string>(), new HashSet<string>());

    /// <summary>Reads the member <c>exemptions</c> of the configuration.</summary>
    public static PodSecurityExemptions Read(JsonObject? exemptions) =>
        exemptions is null ? None : new(Set(exemptions, "usernames"), Set(exemptions, "runtimeClasses"), Set(exemptions, "namespaces"));

    private static HashSet<string> Set(JsonObject exemptions, string member) =>
        (exemptions.GetArray(member) ?? []).OfType<JsonString>().Select(text => text.Value).ToHashSet(StringComparer.Ordinal);
}
