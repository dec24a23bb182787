using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources;

/// <summary>What the status of a workload may say: no count below zero, no part larger than the whole.</summary>
internal static class WorkloadStatusRules
{
    /// <summary>Checks a status.</summary>
    /// <param name="document">The object.</param>
    /// <param name="old">The object as it is.</param>
    /// <param name="errors">Receives the faults.</param>
    /// <param name="counts">What counts, and is never below zero.</param>
    /// <param name="parts">The counts that are part of <c>replicas</c>.</param>
    /// <param name="ready">How the count of ready pods is named where the available ones may not exceed it; null where that is not looked at.</param>
    public static void Check(
        JsonObject document, JsonObject old, ErrorList errors, ReadOnlySpan<string> counts, ReadOnlySpan<string> parts, string? ready = "readyReplicas")
    {
        var status = new FieldCheck(document.GetObject("status") ?? new JsonObject(), FieldPath.Status, errors);
        status.NonNegative(counts);
        var total = status.Number("replicas") ?? 0;
        foreach (var part in parts)
        {
            if (status.Number(part) > total) status.Invalid(part, "cannot be greater than status.replicas");
        }

        if (ready is not null && status.Number("availableReplicas") > (status.Number("readyReplicas") ?? 0))
            status.Invalid("availableReplicas", "cannot be greater than " + ready);
        if (old.Find("status", "collisionCount") is JsonNumber before && before.TryGetInt64(out var collisions) && (status.Number("collisionCount") is not { } now || now < collisions))
            status.Errors.Add(FieldError.Invalid(status.At("collisionCount"), status.Number("collisionCount") ?? 0, "cannot be decremented"));
    }
}
