using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.Kubelet.Pods.Config;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.StaticPods;

/// <summary>
/// Reads a static pod from a manifest and gives it what the API server would have: a uid (from its content, so that it stays the same
/// over restarts), its node, defaults.
/// </summary>
internal static class StaticPodManifest
{
    /// <exception cref="FormatException">It is no pod; the message says why.</exception>
    public static Pod Parse(string text, string nodeName)
    {
        JsonValue? document;
        try
        {
            document = YamlReader.Parse(text);
        }
        catch (Exception e) when (e is YamlException or JsonSyntaxException)
        {
            throw new FormatException(e.Message, e);
        }

        if (document is not JsonObject root || root.GetString("kind") != "Pod" || root.GetString("apiVersion") != "v1")
        {
            throw new FormatException("it must hold one object with apiVersion v1 and kind Pod");
        }

        var pod = KubernetesJson.Parse<Pod>(root.ToUtf8Bytes());
        if (string.IsNullOrEmpty(pod.Metadata.Name))
        {
            throw new FormatException("metadata.name is required");
        }

        if (pod.Spec.Containers.Count == 0)
        {
            throw new FormatException("spec.containers is required");
        }

        Complete(pod, text, nodeName);
        return pod;
    }

    private static void Complete(Pod pod, string text, string nodeName)
    {
        var meta = pod.Metadata;
        meta.Namespace = string.IsNullOrEmpty(meta.Namespace) ? "default" : meta.Namespace;
        meta.Name = $"{meta.Name}-{nodeName.ToLowerInvariant()}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{nodeName}\0{meta.Namespace}\0{meta.Name}\0{text}")))[..32];
        meta.Uid = hash;
        var annotations = meta.Annotations ??= [];
        annotations[Labels.ConfigHash] = hash;
        annotations[Labels.ConfigSource] = "file";
        var spec = pod.Spec;
        spec.NodeName = nodeName;
        spec.RestartPolicy ??= "Always";
        spec.TerminationGracePeriodSeconds ??= 30;
        spec.DnsPolicy ??= "ClusterFirst";
        spec.EnableServiceLinks ??= true;

        // Static pods outlive every taint of their node.
        spec.Tolerations ??= [];
        spec.Tolerations.Add(new Toleration { Operator = "Exists", Effect = "NoExecute" });
        foreach (var container in (spec.InitContainers ?? []).Concat(spec.Containers))
        {
            container.TerminationMessagePath ??= "/dev/termination-log";
            container.TerminationMessagePolicy ??= "File";
            foreach (var port in container.Ports ?? [])
            {
                port.Protocol ??= "TCP";
                port.HostPort ??= spec.HostNetwork == true ? port.ContainerPortValue : null;
            }
        }
    }
}
