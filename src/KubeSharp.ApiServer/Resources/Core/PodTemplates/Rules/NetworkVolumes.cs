using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>Volumes on other machines and in clouds; most are kept for pods of old only.</summary>
internal static class NetworkVolumes
{
    private const string RegistryForm = "must be a host:port pair or multiple pairs separated by commas";
    private const string ManagedDisk = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
    private const string BlobDisk = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";

    /// <summary>Checks a source.</summary>
    public static void Check(FieldCheck source, string kind)
    {
        foreach (var name in Required(kind)) source.Require(name);
        switch (kind)
        {
            case "nfs":
                if (!source.Text("path").StartsWith('/')) source.Errors.Add(FieldError.Invalid(source.At("path"), source.Text("path"), "must be an absolute path"));
                break;
            case "gcePersistentDisk" or "awsElasticBlockStore":
                if (source.Number("partition") is < 0 or > 255) source.Invalid("partition", StringValidators.InclusiveRange(1, 255));
                break;
            case "iscsi":
                IscsiVolume.Check(source, ofPod: true);
                break;
            case "flocker":
                Flocker(source);
                break;
            case "cinder":
                source.Child("secretRef")?.Require("name");
                break;
            case "quobyte":
                Quobyte(source);
                break;
            case "fc":
                FibreChannel(source);
                break;
            case "flexVolume":
                Options(source);
                break;
            case "azureDisk":
                AzureDisk(source);
                break;
            case "storageos":
                if (source.Require("volumeName")) source.Messages("volumeName", StringValidators.Dns1123Label(source.Text("volumeName")));
                source.OptionalName("volumeNamespace", StringValidators.Dns1123Label);
                source.Child("secretRef")?.Require("name");
                break;
        }
    }

    private static string[] Required(string kind) => kind switch
    {
        "nfs" => ["server", "path"],
        "gcePersistentDisk" => ["pdName"],
        "awsElasticBlockStore" or "cinder" or "portworxVolume" => ["volumeID"],
        "glusterfs" => ["endpoints", "path"],
        "rbd" => ["monitors", "image"],
        "cephfs" => ["monitors"],
        "flexVolume" => ["driver"],
        "azureFile" => ["secretName", "shareName"],
        "azureDisk" => ["diskName", "diskURI"],
        "vsphereVolume" => ["volumePath"],
        "photonPersistentDisk" => ["pdID"],
        "scaleIO" => ["gateway", "system", "volumeName"],
        _ => [],
    };

    private static void Flocker(FieldCheck source)
    {
        var (name, uuid) = (source.Text("datasetName"), source.Text("datasetUUID"));
        if (name.Length == 0 && uuid.Length == 0) source.Errors.Add(FieldError.Required(source.Path, "one of datasetName and datasetUUID is required"));
        if (name.Length > 0 && uuid.Length > 0)
            source.Errors.Add(FieldError.Invalid(source.Path, "resource", "datasetName and datasetUUID can not be specified simultaneously"));
        if (name.Contains('/', StringComparison.Ordinal)) source.Invalid("datasetName", "must not contain '/'");
    }

    private static void Quobyte(FieldCheck source)
    {
        if (source.Text("registry").Length == 0)
        {
            source.Require("registry", RegistryForm);
        }
        else if (source.Text("tenant").Length > 64)
        {
            source.Errors.Add(FieldError.Required(source.At("tenant"), "must be a UUID and may not exceed a length of 64 characters"));
        }
        else
        {
            foreach (var pair in source.Text("registry").Split(','))
            {
                if (!IsHostAndPort(pair)) source.Invalid("registry", RegistryForm);
            }
        }

        source.Require("volume");
    }

    private static bool IsHostAndPort(string pair)
    {
        var colon = pair.LastIndexOf(':');
        if (colon < 0) return false;
        if (!pair.StartsWith('[')) return pair.IndexOf(':', StringComparison.Ordinal) == colon && !pair.Contains('[', StringComparison.Ordinal) && !pair.Contains(']', StringComparison.Ordinal);
        var end = pair.IndexOf(']', StringComparison.Ordinal);
        return end >= 0 && end + 1 == colon;
    }

    private static void FibreChannel(FieldCheck source)
    {
        var (names, ids) = (source.Texts("targetWWNs").Count, source.Texts("wwids").Count);
        if (names == 0 && ids == 0) source.Errors.Add(FieldError.Required(source.At("targetWWNs"), "must specify either targetWWNs or wwids, but not both"));
        if (names > 0 && ids > 0) source.Invalid("targetWWNs", "targetWWNs and wwids can not be specified simultaneously");
        if (names == 0) return;
        if (source.Number("lun") is not { } lun) source.Errors.Add(FieldError.Required(source.At("lun"), "lun is required if targetWWNs is specified"));
        else if (lun is < 0 or > 255) source.Invalid("lun", StringValidators.InclusiveRange(0, 255));
    }

    private static void Options(FieldCheck source)
    {
        foreach (var (name, _) in source.ChildOrEmpty("options").Value)
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            var owner = "." + (slash < 0 ? name : name[..slash]).ToLowerInvariant();
            if (owner.EndsWith(".kubernetes.io", StringComparison.Ordinal) || owner.EndsWith(".k8s.io", StringComparison.Ordinal))
                source.Errors.Add(FieldError.Invalid(source.At("options").Key(name), name, "kubernetes.io and k8s.io namespaces are reserved"));
        }
    }

    private static void AzureDisk(FieldCheck source)
    {
        source.OneOf("cachingMode", "None", "ReadOnly", "ReadWrite");
        source.OneOf("kind", "Dedicated", "Managed", "Shared");
        if (!source.Has("kind")) return;
        var managed = source.Text("kind") == "Managed";
        var begin = managed ? "/subscriptions/" : "https://";
        if (!source.Text("diskURI").StartsWith(begin, StringComparison.Ordinal))
            source.Errors.Add(FieldError.NotSupported(source.At("diskURI"), source.Text("diskURI"), managed ? ManagedDisk : BlobDisk));
    }
}
