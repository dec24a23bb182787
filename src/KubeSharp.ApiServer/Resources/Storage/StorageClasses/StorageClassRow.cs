using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Storage.StorageClasses;

/// <summary>The row of a storage class.</summary>
internal static class StorageClassRow
{
    private static readonly string[] DefaultAnnotations =
        ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

    public static void Print(TableRowBuilder row, JsonObject storageClass)
    {
        var metadata = new Metadata(storageClass);
        row.Add(Array.Exists(DefaultAnnotations, annotation => metadata.Annotation(annotation) == "true") ? metadata.Name + " (default)" : metadata.Name)
            .Add(storageClass.GetString("provisioner") ?? "")
            .Add(storageClass.GetString("reclaimPolicy") ?? "Delete")
            .Add(storageClass.GetString("volumeBindingMode") ?? "Immediate")
            .Put(JsonBoolean.Of(storageClass.GetBool("allowVolumeExpansion") == true))
            .AddAge(storageClass);
    }
}
