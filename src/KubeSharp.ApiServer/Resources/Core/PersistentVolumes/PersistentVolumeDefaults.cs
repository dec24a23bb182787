using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>What a volume is if it does not say so.</summary>
internal static class PersistentVolumeDefaults
{
    public static void Apply(JsonObject volume)
    {
        var spec = volume.GetOrAddObject("spec");
        Text(spec, "persistentVolumeReclaimPolicy", "Retain");
        spec.SetDefault("volumeMode", "Filesystem");
        ApplyToSource(spec);
    }

    /// <summary>Fills in what the source leaves open; also that of an attachment's inline volume.</summary>
    public static void ApplyToSource(JsonObject spec)
    {
        spec.GetObject("hostPath")?.SetDefault("type", "");
        if (spec.GetObject("iscsi") is { } iscsi) Text(iscsi, "iscsiInterface", "default");
        if (spec.GetObject("rbd") is { } rbd)
        {
            Text(rbd, "pool", "rbd");
            Text(rbd, "user", "admin");
            Text(rbd, "keyring", "/etc/ceph/keyring");
        }

        if (spec.GetObject("azureDisk") is { } azure)
        {
            azure.SetDefault("cachingMode", "ReadWrite");
            azure.SetDefault("fsType", "ext4");
            azure.SetDefault("readOnly", false);
            azure.SetDefault("kind", "Shared");
        }

        if (spec.GetObject("scaleIO") is { } scale)
        {
            Text(scale, "storageMode", "ThinProvisioned");
            Text(scale, "fsType", "xfs");
        }
    }

    private static void Text(JsonObject owner, string name, string value)
    {
        if (string.IsNullOrEmpty(owner.GetString(name))) owner.Set(name, new JsonString(value));
    }
}
