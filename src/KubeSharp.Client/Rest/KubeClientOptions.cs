namespace KubeSharp.Client;

/// <summary>How a <see cref="KubeClient"/> behaves towards its server.</summary>
public sealed record KubeClientOptions
{
    /// <summary>Sent as User-Agent; the server derives the default field manager from the part before the first slash.</summary>
    public string UserAgent { get; init; } = "kubesharp";

    /// <summary>Requests a second on average, or null for no limit of our own: the server protects itself with priority and fairness.</summary>
    public double? QueriesPerSecond { get; init; }

    /// <summary>How many requests may exceed <see cref="QueriesPerSecond"/> at once.</summary>
    public int Burst { get; init; } = 10;

    /// <summary>How often a request is sent again when the server says "try later" (429, or 5xx with Retry-After).</summary>
    public int MaxRetries { get; init; } = 10;

    /// <summary>Time for everything that waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
