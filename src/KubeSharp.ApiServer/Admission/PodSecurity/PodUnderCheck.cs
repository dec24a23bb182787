using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>A pod, or the template of one, in front of a rule.</summary>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Spec">Its specification.</param>
/// <param name="Minor">The release whose rules apply.</param>
internal sealed record PodUnderCheck(JsonObject Metadata, JsonObject Spec, int Minor)
{
    /// <summary>Containers of all kinds: init, ordinary, ephemeral.</summary>
    public IReadOnlyList<JsonObject> Containers { get; } = [.. PodSpecs.AllContainers(Spec)];

    /// <summary>The pod's security context, or null.</summary>
    public JsonObject? SecurityContext { get; } = Spec.GetObject("securityContext");

    /// <summary>Whether the pod says that it runs on Windows, where some rules have no meaning. Known to policies from 1.25 on.</summary>
    public bool IsWindows => Minor >= 25 && Spec.FindString("os", "name") == "windows";

    /// <summary>Annotations with their values.</summary>
    public IEnumerable<(string Name, string Value)> Annotations =>
        (Metadata.GetObject("annotations") ?? []).Select(pair => (pair.Key, (pair.Value as JsonString)?.Value ?? ""));

    /// <summary>Names of the containers for which the condition holds.</summary>
    public List<string> NamesWhere(Func<JsonObject, bool> condition) =>
        [.. Containers.Where(condition).Select(container => container.GetString("name") ?? "")];
}
