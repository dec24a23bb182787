using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Storage;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>What each kind of persistent volume must say. They differ from those of pods in that secrets are named with their namespace.</summary>
internal static class PersistentVolumeSources
{
    /// <summary>The kinds, in the order in which they are looked at.</summary>
    public static readonly string[] All =
    [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume",
        "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi",
    ];

    /// <summary>Checks a source.</summary>
    public static void Check(FieldCheck source, string kind)
    {
        switch (kind)
        {
            case "csi":
                Csi(source);
                break;
            case "local":
                if (source.Require("path")) PathRules.NoBacksteps(source.Text("path"), source.At("path"), source.Errors);
                break;
            case "iscsi":
                IscsiVolume.Check(source, ofPod: false);
                source.Child("secretRef")?.Require("name");
                break;
            case "glusterfs":
                source.Require("endpoints");
                source.Require("path");
                if (!source.Has("endpointsNamespace")) break;
                if (source.Text("endpointsNamespace").Length == 0) source.Invalid("endpointsNamespace", "if the endpointnamespace is set, it must be a valid namespace name");
                else source.OptionalName("endpointsNamespace", StringValidators.Dns1123Label);
                break;
            case "cinder":
                source.Require("volumeID");
                Secret(source, "secretRef");
                break;
            case "azureFile":
                source.Require("secretName");
                source.Require("shareName");
                if (source.Has("secretNamespace")) source.Require("secretNamespace");
                break;
            case "storageos":
                if (source.Require("volumeName")) source.Messages("volumeName", StringValidators.Dns1123Label(source.Text("volumeName")));
                source.OptionalName("volumeNamespace", StringValidators.Dns1123Label);
                Secret(source, "secretRef");
                break;
            case "flexVolume":
                Flex(source);
                break;
            default:
                VolumeSources.Check(source, kind, isPod: false);
                break;
        }
    }

    private static void Csi(FieldCheck source)
    {
        CsiNames.Check(source.Text("driver"), source.At("driver"), source.Errors);
        source.Require("volumeHandle");
        foreach (var name in (ReadOnlySpan<string>)["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"])
        {
            if (source.Child(name) is not { } secret) continue;
            secret.RequireName("name", text => StringValidators.Dns1123Subdomain(text));
            secret.RequireName("namespace", StringValidators.Dns1123Label);
        }
    }

    private static void Secret(FieldCheck source, string name)
    {
        if (source.Child(name) is not { } secret) return;
        secret.Require("name");
        secret.Require("namespace");
    }

    private static void Flex(FieldCheck source)
    {
        source.Require("driver");
        foreach (var (option, _) in source.Value.GetObject("options") ?? [])
        {
            var slash = option.IndexOf('/', StringComparison.Ordinal);
            var domain = "." + (slash < 0 ? option : option[..slash]).ToLowerInvariant();
            if (!domain.EndsWith(".kubernetes.io", StringComparison.Ordinal) && !domain.EndsWith(".k8s.io", StringComparison.Ordinal)) continue;
            source.Errors.Add(FieldError.Invalid(source.At("options").Key(option), option, "kubernetes.io and k8s.io namespaces are reserved"));
        }
    }
}
