using KubeSharp.Cli;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Composition;

/// <summary>Opens the store that the API server keeps everything in.</summary>
internal static class ApiServerStore
{
    /// <summary>The embedded store under <paramref name="directory"/>.</summary>
    /// <exception cref="UserError">It is damaged, foreign, newer than this program or in use.</exception>
    public static async Task<IStore> OpenAsync(string directory, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await EmbeddedStore.OpenAsync(
                new EmbeddedStoreOptions { DataDirectory = directory, LoggerFactory = loggers, TimeProvider = time }, cancellationToken);
        }
        catch (StoreOpenException e)
        {
            throw new UserError(e.Message, e);
        }
    }
}
