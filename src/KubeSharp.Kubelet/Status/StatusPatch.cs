using KubeSharp.ApiMachinery.Json;
using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Status;

/// <summary>The strategic merge patch that writes a pod's status without touching what others own in it.</summary>
internal static class StatusPatch
{
    private static readonly string[] OwnedConditions =
        ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    private static readonly string[] Removable =
    [
        "reason", "message", "podIP", "podIPs", "hostIP", "hostIPs", "initContainerStatuses", "containerStatuses",
        "ephemeralContainerStatuses",
    ];

    private static readonly string[] OfOthers = ["nominatedNodeName", "resourceClaimStatuses", "resize", "extendedResourceClaimStatus"];

    /// <param name="uid">Only the object with this uid is meant.</param>
    /// <param name="status">The status to have.</param>
    /// <param name="current">The status there is.</param>
    public static KubePatch Build(string uid, PodStatus status, PodStatus current)
    {
        var written = ToObject(status);
        var there = ToObject(current);
        foreach (var name in OfOthers)
        {
            written.Remove(name);
        }

        foreach (var name in Removable)
        {
            if (written[name] is null && there[name] is not null)
            {
                written.Set(name, JsonNull.Instance);
            }
        }

        foreach (var list in (ReadOnlySpan<string>)["podIPs", "hostIPs"])
        {
            if (written[list] is JsonArray addresses && there[list] is JsonArray)
            {
                // Merged by address otherwise: an old address would stay.
                var replaced = new JsonArray();
                var directive = new JsonObject();
                directive.Set("$patch", new JsonString("replace"));
                replaced.Add(directive);
                foreach (var address in addresses)
                {
                    replaced.Add(address);
                }

                written.Set(list, replaced);
            }
        }

        if (written["conditions"] is JsonArray conditions)
        {
            var own = new JsonArray();
            foreach (var condition in conditions)
            {
                if (condition is JsonObject one && IsOurs(one))
                {
                    own.Add(one);
                }
            }

            written.Set("conditions", own);
        }

        var meta = new JsonObject();
        meta.Set("uid", new JsonString(uid));
        var patch = new JsonObject();
        patch.Set("metadata", meta);
        patch.Set("status", written);
        return KubePatch.StrategicMerge(patch.ToUtf8Bytes());
    }

    private static bool IsOurs(JsonObject condition) =>
        Array.IndexOf(OwnedConditions, condition.GetString("type")) >= 0 ||
        (condition.GetString("type") == "DisruptionTarget" && condition.GetString("reason") == "TerminationByKubelet");

    private static JsonObject ToObject(PodStatus status) => (JsonObject)JsonParser.Parse(KubernetesJson.ToUtf8Bytes(status));
}
