using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PersistentVolumes;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What each kind of volume must say. Those that are reached over the network are in <see cref="NetworkVolumes"/>.</summary>
internal static class VolumeSources
{
    /// <summary>The kinds, in the order in which they are looked at.</summary>
    public static readonly string[] All =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim",
        "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume",
        "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral", "image",
    ];

    /// <summary>What messages about a source call it: its field, but for one that upstream names otherwise.</summary>
    public static string Shown(string kind) => kind == "gcePersistentDisk" ? "persistentDisk" : kind;

    /// <summary>Checks a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="isPod">Whether it is one of a pod, not of a template.</param>
    public static void Check(FieldCheck source, string kind, bool isPod)
    {
        switch (kind)
        {
            case "emptyDir":
                if (QuantityRules.Read(source.Value["sizeLimit"]) is { Sign: < 0 }) source.Forbid("sizeLimit", "SizeLimit field must be a valid resource quantity");
                break;
            case "hostPath":
                if (!source.Require("path")) return;
                PathRules.NoBacksteps(source.Text("path"), source.At("path"), source.Errors);
                source.OneOf("type", "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
                break;
            case "gitRepo":
                source.Require("repository");
                PathRules.Descending(source.Text("directory"), source.At("directory"), source.Errors);
                break;
            case "secret":
                source.Require("secretName");
                VolumeFiles.Keys(source);
                break;
            case "configMap":
                source.Require("name");
                VolumeFiles.Keys(source);
                break;
            case "persistentVolumeClaim":
                source.Require("claimName");
                break;
            case "downwardAPI":
                VolumeFiles.Mode(source, "defaultMode");
                foreach (var file in source.Items("items")) VolumeFiles.Downward(file, source.Path);
                break;
            case "projected":
                VolumeFiles.Mode(source, "defaultMode");
                ProjectedVolume.Check(source);
                break;
            case "csi":
                Csi(source);
                break;
            case "ephemeral":
                Ephemeral(source);
                break;
            case "image":
                // A template may leave it to whoever makes pods of it.
                if (isPod) source.Require("reference");
                source.OneOf("pullPolicy", "Always", "IfNotPresent", "Never");
                break;
            default:
                NetworkVolumes.Check(source, kind);
                break;
        }
    }

    private static void Csi(FieldCheck source)
    {
        var driver = source.Text("driver");
        source.Require("driver");
        if (driver.Length > 63) source.Errors.Add(FieldError.TooLong(source.At("driver"), 63));
        if (driver.Length > 0) source.Messages("driver", StringValidators.Dns1123Subdomain(driver.ToLowerInvariant()));
        if (source.Child("nodePublishSecretRef") is not { } secret || !secret.Require("name")) return;
        source.Errors.AddInvalid(source.At("name"), secret.Text("name"), StringValidators.Dns1123Subdomain(secret.Text("name")));
    }

    private static void Ephemeral(FieldCheck source)
    {
        if (source.Child("volumeClaimTemplate") is not { } template)
        {
            source.Errors.Add(FieldError.Required(source.At("volumeClaimTemplate")));
            return;
        }

        TemplateMetadata.Check(template.Value.GetObject("metadata"), template.At("metadata"), source.Errors);
        PersistentVolumeClaimValidation.CheckSpec(template.ChildOrEmpty("spec").Value, template.At("spec"), source.Errors);
    }
}
