using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Kubelet.Server.PortForward;

/// <summary>Reads what containerd says of a sandbox in its verbose status.</summary>
internal static class SandboxInfo
{
    /// <summary>The path of the sandbox's network namespace, of the JSON text under <c>info</c>; null when it is not there.</summary>
    public static string? NetworkNamespace(string info)
    {
        if (info.Length == 0 || JsonParser.Parse(Encoding.UTF8.GetBytes(info)) is not JsonObject root)
            return null;
        foreach (var item in root.FindArray("runtimeSpec", "linux", "namespaces") ?? [])
        {
            if (item is JsonObject ns && ns.GetString("type") == "network" && ns.GetString("path") is { Length: > 0 } path)
                return path;
        }

        return root.GetInt64("pid") is > 0 and var pid ? $"/proc/{pid}/ns/net" : null;
    }
}
