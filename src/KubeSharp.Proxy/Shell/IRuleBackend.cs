using KubeSharp.Proxy.Model;

namespace KubeSharp.Proxy.Shell;

/// <summary>Puts the model of one family into the kernel.</summary>
internal interface IRuleBackend
{
    /// <summary>Whether the tools and the kernel can do it at all: null when they can, otherwise why not.</summary>
    Task<string?> ProbeAsync(CancellationToken cancel);

    /// <summary>
    /// Makes the kernel's rules those of the model; <paramref name="full"/> writes everything, otherwise what changed since the last call.
    /// Null when done, otherwise why not; the next call then writes everything.
    /// </summary>
    Task<string?> SyncAsync(ProxyModel model, bool full, CancellationToken cancel);

    /// <summary>True while what was written is still there (another program may flush it).</summary>
    Task<bool> IsIntactAsync(CancellationToken cancel);

    /// <summary>Removes everything. Null when done, otherwise why not.</summary>
    Task<string?> CleanupAsync(CancellationToken cancel);
}
