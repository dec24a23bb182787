using System.Text;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Downward;

/// <summary>
/// The fields of a pod that its containers may read, as environment or as files
/// (https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields).
/// </summary>
internal static class PodFields
{
    /// <summary>The value of <paramref name="fieldPath"/>; null when the path names no field that is offered.</summary>
    public static string? Read(Pod pod, string fieldPath)
    {
        if (TrySubscript(fieldPath, out var field, out var key))
        {
            return field switch
            {
                "metadata.labels" => pod.Metadata.Labels?.GetValueOrDefault(key) ?? "",
                "metadata.annotations" => pod.Metadata.Annotations?.GetValueOrDefault(key) ?? "",
                _ => null,
            };
        }

        return fieldPath switch
        {
            "metadata.name" => pod.Metadata.Name ?? "",
            "metadata.namespace" => pod.Metadata.Namespace ?? "",
            "metadata.uid" => pod.Metadata.Uid ?? "",
            "metadata.labels" => Format(pod.Metadata.Labels),
            "metadata.annotations" => Format(pod.Metadata.Annotations),
            "spec.nodeName" => pod.Spec.NodeName ?? "",
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "",
            "status.hostIP" => pod.Status.HostIP ?? "",
            "status.hostIPs" => string.Join(',', (pod.Status.HostIPs ?? []).Select(a => a.Ip)),
            "status.podIP" => pod.Status.PodIP ?? "",
            "status.podIPs" => string.Join(',', (pod.Status.PodIPs ?? []).Select(a => a.Ip)),
            _ => null,
        };
    }

    /// <summary>One <c>key="value"</c> a line, sorted by key, the value quoted as a Go string is.</summary>
    internal static string Format(Dictionary<string, string>? map) => map is null
        ? ""
        : string.Join('\n', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Quote(p.Value)}"));

    private static bool TrySubscript(string path, out string field, out string key)
    {
        var open = path.IndexOf("['", StringComparison.Ordinal);
        if (open > 0 && path.EndsWith("']", StringComparison.Ordinal))
        {
            field = path[..open];
            key = path[(open + 2)..^2];
            return true;
        }

        field = key = "";
        return false;
    }

    private static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\x7f' => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
