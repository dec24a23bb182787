using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Storage.StorageClasses;

/// <summary>What a storage class means where it says nothing.</summary>
internal static class StorageClassDefaults
{
    public static void Apply(JsonObject document)
    {
        document.SetDefault("reclaimPolicy", "Delete");
        document.SetDefault("volumeBindingMode", "Immediate");
    }
}
