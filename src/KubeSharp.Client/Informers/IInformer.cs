using KubeSharp.Models;

namespace KubeSharp.Client;

/// <summary>What all informers have in common, whatever their kind.</summary>
public interface IInformer
{
    /// <summary>The resource it follows.</summary>
    ResourceInfo Resource { get; }

    /// <summary>True once the first full state is in the store and every handler was told of it.</summary>
    bool HasSynced { get; }

    /// <summary>The revision its store has reached; empty before the first list.</summary>
    string LastResourceVersion { get; }

    /// <summary>Waits until <see cref="HasSynced"/>.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists and watches until cancelled. A factory calls it; never call it twice.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
