using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;

namespace KubeSharp.ApiServer.Registry;

/// <summary>What the rules of a kind may need beyond the object in hand.</summary>
internal sealed class StrategyServices
{
    /// <summary>The command line.</summary>
    public required ApiServerOptions Options { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Other objects, as the cache has them.</summary>
    public required IObjectLister Objects { get; init; }

    /// <summary>Gives out addresses and ports of services.</summary>
    public required ServiceAllocator Services { get; init; }
}
