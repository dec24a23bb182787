namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>Servers that know how many they are: each adds itself, and takes those after it in the order of addresses away if there are too many.</summary>
internal sealed class CountedAddresses(string own, int count) : IServerAddresses
{
    public Task RenewAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> RemoveAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<IReadOnlyCollection<string>> WantedAsync(IReadOnlyCollection<string> present, bool stopping, CancellationToken cancellationToken) =>
        Task.FromResult(Wanted(present, stopping));

    public Task FollowAsync(Action changed, CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>The addresses that are wanted when these are there.</summary>
    public IReadOnlyCollection<string> Wanted(IReadOnlyCollection<string> present, bool stopping)
    {
        var addresses = new SortedSet<string>(present, StringComparer.Ordinal);
        if (stopping)
        {
            addresses.Remove(own);
            return addresses;
        }

        addresses.Add(own);
        while (addresses.Count > count)
        {
            var next = addresses.GetViewBetween(own, addresses.Max!).Skip(1).FirstOrDefault() ?? addresses.Min!;
            addresses.Remove(next);
        }

        return addresses;
    }
}
