using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>What a kubelet may write to the status of a claim: that its volume grew. Pure.</summary>
internal static class NodeClaims
{
    private static readonly string[] _own = ["capacity", "conditions", "allocatedResources", "allocatedResourceStatuses"];

    /// <summary>Why a write is refused, or null.</summary>
    public static string? Check(AdmissionAttributes attributes, string node)
    {
        if (attributes.Operation != AdmissionOperation.Update || attributes.Object is not { } now || attributes.OldObject is not { } before)
            return $"unexpected operation \"{attributes.Operation.ToString().ToUpperInvariant()}\"";
        return JsonValue.DeepEquals(Others(now), Others(before))
            ? null
            : $"node \"{node}\" is not allowed to update fields other than status.quantity and status.conditions";
    }

    private static JsonObject Others(JsonObject claim)
    {
        var rest = claim.Clone();
        rest.GetObject("metadata")?.Remove("resourceVersion");
        rest.GetObject("metadata")?.Remove("managedFields");
        foreach (var member in _own) rest.GetObject("status")?.Remove(member);
        return rest;
    }
}
