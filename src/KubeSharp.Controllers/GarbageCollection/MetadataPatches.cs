using System.Buffers;
using System.Text.Json;
using KubeSharp.Client;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Merge patches of metadata that apply only to the very object they were made for; they work on any resource.</summary>
internal static class MetadataPatches
{
    /// <summary>The object's owner references without those of <paramref name="uids"/>.</summary>
    public static KubePatch WithoutOwners(ObjectMeta item, IReadOnlyCollection<string> uids)
    {
        List<OwnerReference> kept = (item.OwnerReferences ?? []).FindAll(o => !uids.Contains(o.Uid));
        return Owners(item, kept);
    }

    /// <summary>The object's owner references, none of which blocks its owner any more.</summary>
    public static KubePatch Unblocked(ObjectMeta item)
    {
        var open = new List<OwnerReference>();
        foreach (OwnerReference owner in item.OwnerReferences ?? [])
        {
            OwnerReference copy = owner.DeepCopy();
            copy.BlockOwnerDeletion = false;
            open.Add(copy);
        }

        return Owners(item, open);
    }

    /// <summary>The object's finalizers without one.</summary>
    public static KubePatch WithoutFinalizer(ObjectMeta item, string finalizer) => Write(item, writer =>
    {
        writer.WriteStartArray("finalizers"u8);
        foreach (string name in item.Finalizers ?? [])
            if (name != finalizer) writer.WriteStringValue(name);
        writer.WriteEndArray();
    });

    private static KubePatch Owners(ObjectMeta item, List<OwnerReference> owners) => Write(item, writer =>
    {
        writer.WriteStartArray("ownerReferences"u8);
        foreach (OwnerReference owner in owners) owner.WriteTo(writer);
        writer.WriteEndArray();
    });

    private static KubePatch Write(ObjectMeta item, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("uid"u8, item.Uid);
            writer.WriteString("resourceVersion"u8, item.ResourceVersion);
            members(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return KubePatch.Merge(buffer.WrittenMemory);
    }
}
