namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>The addresses of the API servers that live.</summary>
internal interface IServerAddresses
{
    /// <summary>Says that this server lives.</summary>
    Task RenewAsync(CancellationToken cancellationToken);

    /// <summary>Takes back that this server lives; false if there was nothing to take back but its endpoint.</summary>
    Task<bool> RemoveAsync(CancellationToken cancellationToken);

    /// <summary>The addresses that the endpoints are to have.</summary>
    /// <param name="present">Those that they have.</param>
    /// <param name="stopping">Whether this server is about to end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyCollection<string>> WantedAsync(IReadOnlyCollection<string> present, bool stopping, CancellationToken cancellationToken);

    /// <summary>Calls back whenever a server came or went, until cancelled.</summary>
    Task FollowAsync(Action changed, CancellationToken cancellationToken);
}
