using System.Buffers;
using System.Text.Json;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Scheduler.Shell;

/// <summary>Strategic merge patches of a pod's status.</summary>
internal static class PodStatusPatch
{
    /// <summary>
    /// Sets a condition, and the nominated node when one is given (empty clears it). Null when the pod says all of it already.
    /// </summary>
    public static ReadOnlyMemory<byte>? Build(
        Pod pod, string type, string status, string? reason, string? message, string? nominatedNode, DateTimeOffset now)
    {
        PodCondition? present = null;
        foreach (var condition in pod.Status.Conditions ?? [])
        {
            if (condition.Type == type)
                present = condition;
        }

        var same = present is not null && present.Status == status && (present.Reason ?? "") == (reason ?? "") &&
            (present.Message ?? "") == (message ?? "");
        var nominate = nominatedNode is not null && nominatedNode != (pod.Status.NominatedNodeName ?? "");
        if (same && !nominate)
            return null;

        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("metadata");
        writer.WriteString("uid", pod.Metadata.Uid);
        writer.WriteEndObject();
        writer.WriteStartObject("status");
        if (!same)
        {
            writer.WriteStartArray("conditions");
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString("status", status);
            if (pod.Metadata.Generation is > 0 and var generation)
                writer.WriteNumber("observedGeneration", generation);
            writer.WriteNull("lastProbeTime");
            if (present is null || present.Status != status)
                writer.WriteString("lastTransitionTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));
            writer.WriteString("reason", reason);
            writer.WriteString("message", message);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        if (nominate)
        {
            if (nominatedNode!.Length == 0)
                writer.WriteNull("nominatedNodeName");
            else
                writer.WriteString("nominatedNodeName", nominatedNode);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
