using KubeSharp.ApiMachinery;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>The addresses and ports that one write of a service took, and those it gives back once it is done.</summary>
internal sealed class ServiceReservation(ServiceAllocator allocator, NamespacedName owner, bool dryRun) : IReservation
{
    public List<string> TakenAddresses { get; } = [];

    public List<string> ReleasedAddresses { get; } = [];

    public List<int> TakenPorts { get; } = [];

    public List<int> ReleasedPorts { get; } = [];

    /// <inheritdoc />
    public ValueTask CompleteAsync(bool written) => dryRun
        ? default
        : allocator.ReleaseAsync(owner, written ? ReleasedAddresses : TakenAddresses, written ? ReleasedPorts : TakenPorts);
}
