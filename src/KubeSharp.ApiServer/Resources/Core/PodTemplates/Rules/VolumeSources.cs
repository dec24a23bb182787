using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What each kind of volume must say.</summary>
internal static class VolumeSources
{
    /// <summary>The kinds, in the order in which they are looked at.</summary>
    public static readonly string[] All =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim",
        "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume",
        "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral", "image",
    ];

    /// <summary>Checks a source.</summary>
    public static void Check(FieldCheck source, string kind)
    {
        switch (kind)
        {
            case "emptyDir":
                if (QuantityRules.Read(source.Value["sizeLimit"]) is { Sign: < 0 }) source.Forbid("sizeLimit", "SizeLimit field must be a valid resource quantity");
                break;
            case "hostPath":
                if (source.Require("path")) PathRules.NoBacksteps(source.Text("path"), source.At("path"), source.Errors);
                source.OneOf("type", "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
                break;
            case "secret":
                source.Require("secretName");
                VolumeFiles.Keys(source);
                break;
            case "configMap":
                source.Require("name");
                VolumeFiles.Keys(source);
                break;
            case "nfs":
                source.Require("server");
                if (source.Require("path") && !source.Text("path").StartsWith('/')) source.Invalid("path", "must be an absolute path");
                break;
            case "iscsi":
                Iscsi(source);
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
                source.Require("driver");
                if (source.Child("nodePublishSecretRef") is { } secret) secret.Require("name");
                break;
            case "ephemeral":
                Ephemeral(source);
                break;
            case "image":
                source.Require("reference");
                source.OneOf("pullPolicy", "Always", "IfNotPresent", "Never");
                break;
            default:
                Network(source, kind);
                break;
        }
    }

    private static void Network(FieldCheck source, string kind)
    {
        foreach (var name in Required(kind)) source.Require(name);
    }

    private static string[] Required(string kind) => kind switch
    {
        "gitRepo" => ["repository"],
        "gcePersistentDisk" => ["pdName"],
        "awsElasticBlockStore" or "cinder" => ["volumeID"],
        "glusterfs" => ["endpoints", "path"],
        "rbd" => ["monitors", "image"],
        "cephfs" => ["monitors"],
        "quobyte" => ["registry", "volume"],
        "flexVolume" => ["driver"],
        "azureFile" => ["secretName", "shareName"],
        "azureDisk" => ["diskName", "diskURI"],
        "vsphereVolume" => ["volumePath"],
        "photonPersistentDisk" => ["pdID"],
        "portworxVolume" => ["volumeID"],
        "storageos" => ["volumeName"],
        "scaleIO" => ["gateway", "system", "volumeName"],
        _ => [],
    };

    private static void Iscsi(FieldCheck source)
    {
        source.Require("targetPortal");
        var name = source.Text("iqn");
        if (source.Require("iqn") && !name.StartsWith("iqn", StringComparison.Ordinal) && !name.StartsWith("eui", StringComparison.Ordinal) && !name.StartsWith("naa", StringComparison.Ordinal))
            source.Invalid("iqn", "must be valid format starting with iqn, eui, or naa");
        if (source.Number("lun") is < 0 or > 255) source.Invalid("lun", StringValidators.InclusiveRange(0, 255));
    }

    private static void Ephemeral(FieldCheck source)
    {
        if (source.Child("volumeClaimTemplate") is not { } template)
        {
            source.Errors.Add(FieldError.Required(source.At("volumeClaimTemplate")));
            return;
        }

        var spec = template.ChildOrEmpty("spec");
        spec.Require("accessModes", "at least 1 access mode is required");
        var storage = spec.Value.Find("resources", "requests", "storage");
        if (storage is null or JsonNull) spec.Errors.Add(FieldError.Required(spec.At("resources").Key("storage")));
    }
}
