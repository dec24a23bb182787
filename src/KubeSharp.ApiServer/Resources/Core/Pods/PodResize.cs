using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>What the resize subresource takes over from a request: resources, and what changing them does to containers.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/</remarks>
internal static class PodResize
{
    /// <summary>Takes it over.</summary>
    /// <param name="spec">The specification as it is; is changed.</param>
    /// <param name="wanted">What is asked for.</param>
    public static void Apply(JsonObject spec, JsonObject wanted)
    {
        spec.CopyMember("resources", wanted);
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var (before, now) = (spec.GetArray(list) ?? [], wanted.GetArray(list) ?? []);
            // Added, removed or reordered: left as asked for, so that it is refused with what is wrong.
            if (!now.Select(Name).SequenceEqual(before.Select(Name)))
            {
                spec.CopyMember(list, wanted);
                continue;
            }

            for (var i = 0; i < before.Count; i++)
            {
                if (before[i] is not JsonObject container || now[i] is not JsonObject changed) continue;
                container.CopyMember("resources", changed);
                container.CopyMember("resizePolicy", changed);
            }
        }
    }

    private static string? Name(JsonValue container) => container.FindString("name");
}
