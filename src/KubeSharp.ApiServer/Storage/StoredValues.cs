using KubeSharp.ApiServer.Storage.Encryption;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Storage;

/// <summary>Puts between the API server and its store what the values need.</summary>
internal static class StoredValues
{
    /// <summary>The store with values as the API server wants them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="encryption">How they are encrypted.</param>
    public static IStore Wrap(IStore store, EncryptedValues encryption) => store is EmbeddedStore
        // Only this server writes to a store of its own.
        ? new TransformedStore(store, encryption)
        : new TransformedStore(store, new ChainedTransform(encryption, new UpstreamValues()));
}
