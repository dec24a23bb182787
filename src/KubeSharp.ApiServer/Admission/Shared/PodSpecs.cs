using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Shared;

/// <summary>Walks over the parts of a pod's specification.</summary>
internal static class PodSpecs
{
    /// <summary>The annotation of a pod that stands for a file on a node.</summary>
    public const string Mirror = "kubernetes.io/config.mirror";

    private static readonly string[] _lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>Containers of all kinds.</summary>
    public static IEnumerable<JsonObject> AllContainers(JsonObject spec) => _lists.SelectMany(spec.Objects);

    /// <summary>Containers and init containers.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject spec) => spec.Objects("initContainers").Concat(spec.Objects("containers"));

    /// <summary>True for a mirror pod.</summary>
    public static bool IsMirror(JsonObject pod) => pod.Annotation(Mirror) is not null;

    /// <summary>Names of all secrets a pod refers to.</summary>
    public static IEnumerable<string> Secrets(JsonObject spec)
    {
        foreach (var secret in spec.Objects("imagePullSecrets"))
        {
            if (secret.GetString("name") is { Length: > 0 } name)
                yield return name;
        }

        foreach (var container in AllContainers(spec))
        {
            foreach (var source in container.Objects("envFrom"))
            {
                if (source.FindString("secretRef", "name") is { Length: > 0 } name)
                    yield return name;
            }

            foreach (var variable in container.Objects("env"))
            {
                if (variable.FindString("valueFrom", "secretKeyRef", "name") is { Length: > 0 } name)
                    yield return name;
            }
        }

        foreach (var volume in spec.Objects("volumes"))
        {
            if (volume.FindString("secret", "secretName") is { Length: > 0 } direct)
                yield return direct;
            if (volume.FindString("azureFile", "secretName") is { Length: > 0 } azure)
                yield return azure;
            foreach (var kind in (string[])["cephfs", "rbd", "flexVolume", "scaleIO", "iscsi", "storageos"])
            {
                if (volume.FindString(kind, "secretRef", "name") is { Length: > 0 } name)
                    yield return name;
            }

            if (volume.FindString("csi", "nodePublishSecretRef", "name") is { Length: > 0 } csi)
                yield return csi;
            foreach (var source in volume.GetObject("projected")?.Objects("sources") ?? [])
            {
                if (source.FindString("secret", "name") is { Length: > 0 } projected)
                    yield return projected;
            }
        }
    }

    /// <summary>Names of all config maps a pod refers to.</summary>
    public static IEnumerable<string> ConfigMaps(JsonObject spec)
    {
        foreach (var container in AllContainers(spec))
        {
            foreach (var source in container.Objects("envFrom"))
            {
                if (source.FindString("configMapRef", "name") is { Length: > 0 } name)
                    yield return name;
            }

            foreach (var variable in container.Objects("env"))
            {
                if (variable.FindString("valueFrom", "configMapKeyRef", "name") is { Length: > 0 } name)
                    yield return name;
            }
        }

        foreach (var volume in spec.Objects("volumes"))
        {
            if (volume.FindString("configMap", "name") is { Length: > 0 } direct)
                yield return direct;
            foreach (var source in volume.GetObject("projected")?.Objects("sources") ?? [])
            {
                if (source.FindString("configMap", "name") is { Length: > 0 } projected)
                    yield return projected;
            }
        }
    }
}
