using KubeSharp.Cli;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Composition;

/// <summary>Opens the store that the API server keeps everything in.</summary>
internal static class ApiServerStore
{
    /// <summary>The store on etcd if <paramref name="etcd"/> says where that is, else the embedded store under <paramref name="directory"/>.</summary>
    /// <exception cref="UserError">It is damaged, foreign, newer than this program or in use; certificates for etcd cannot be read.</exception>
    public static async Task<IStore> OpenAsync(
        string directory, EtcdStoreOptions? etcd, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            if (etcd is not null) return await EtcdStores.OpenAsync(etcd with { LoggerFactory = loggers, TimeProvider = time }, cancellationToken);
            return await EmbeddedStore.OpenAsync(
                new EmbeddedStoreOptions { DataDirectory = directory, LoggerFactory = loggers, TimeProvider = time }, cancellationToken);
        }
        catch (StoreOpenException e)
        {
            throw new UserError(e.Message, e);
        }
    }
}
