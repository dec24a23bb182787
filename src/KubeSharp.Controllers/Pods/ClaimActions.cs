using System.Buffers;
using System.Text.Json;
using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries a <see cref="Claim{T}"/> out.</summary>
internal static class ClaimActions
{
    /// <summary>Adopts and releases; answers with everything the owner now has.</summary>
    public static async Task<List<T>> ApplyAsync<TOwner, T>(
        KubeClient client, TOwner owner, Claim<T> claim, string? finalizer, CancellationToken cancellationToken)
        where TOwner : class, IKubernetesObject<TOwner>
        where T : class, IKubernetesObject<T>
    {
        List<T> owned = [.. claim.Owned];
        if (claim.Adopt.Count > 0)
        {
            // Our copy may be old: adopt only for an owner that really is there and stays.
            TOwner fresh = await client.GetAsync<TOwner>(owner.Metadata.Namespace, owner.Metadata.Name!, cancellationToken).ConfigureAwait(false);
            if (fresh.Metadata.Uid == owner.Metadata.Uid && fresh.Metadata.DeletionTimestamp is null)
            {
                foreach (T item in claim.Adopt)
                {
                    KubePatch patch = Adoption(Owners.ControllerReference(owner), item.Metadata.Uid!, finalizer);
                    if (await TryAsync(client, item, patch, cancellationToken).ConfigureAwait(false) is { } adopted) owned.Add(adopted);
                }
            }
        }

        foreach (T item in claim.Release)
            await TryAsync(client, item, Release(owner.Metadata.Uid!, item.Metadata.Uid!, finalizer), cancellationToken).ConfigureAwait(false);
        return owned;
    }

    private static async Task<T?> TryAsync<T>(KubeClient client, T item, KubePatch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T>
    {
        try
        {
            return await client.PatchAsync<T>(item.Metadata.Namespace, item.Metadata.Name!, patch, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsInvalid)
        {
            // Gone, or another owner was faster, or the reference is gone already.
            return null;
        }
    }

    /// <summary>The uid in the patch makes it fail on another object of the same name.</summary>
    private static KubePatch Adoption(OwnerReference owner, string uid, string? finalizer) => Write(
        (owner, uid, finalizer),
        static (writer, state) =>
        {
            writer.WriteStartArray("ownerReferences"u8);
            state.owner.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteString("uid"u8, state.uid);
            if (state.finalizer is null) return;
            writer.WriteStartArray("finalizers"u8);
            writer.WriteStringValue(state.finalizer);
            writer.WriteEndArray();
        });

    private static KubePatch Release(string ownerUid, string uid, string? finalizer) => Write(
        (ownerUid, uid, finalizer),
        static (writer, state) =>
        {
            writer.WriteStartArray("ownerReferences"u8);
            writer.WriteStartObject();
            writer.WriteString("$patch"u8, "delete"u8);
            writer.WriteString("uid"u8, state.ownerUid);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteString("uid"u8, state.uid);
            if (state.finalizer is null) return;
            writer.WriteStartArray("$deleteFromPrimitiveList/finalizers"u8);
            writer.WriteStringValue(state.finalizer);
            writer.WriteEndArray();
        });

    private static KubePatch Write<TState>(TState state, Action<Utf8JsonWriter, TState> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata"u8);
            metadata(writer, state);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return KubePatch.StrategicMerge(buffer.WrittenMemory);
    }
}
