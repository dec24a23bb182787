namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>A token that was asked for and may be made.</summary>
internal sealed record TokenGrant
{
    /// <summary>How long a token that pretends to end sooner really lives: a year, for clients that never read theirs again.</summary>
    public const long Year = 365 * 24 * 60 * 60;

    public required string Namespace { get; init; }

    public required BoundObject ServiceAccount { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>What the caller is told, in seconds.</summary>
    public required long ExpirationSeconds { get; init; }

    /// <summary>When its holder should have renewed it, in seconds; 0 for a token that says the truth about its end.</summary>
    public long WarnAfterSeconds { get; init; }

    /// <summary>The life of a token with <see cref="WarnAfterSeconds"/>.</summary>
    public long ExtendedSeconds { get; init; } = Year;

    public BoundObject? Pod { get; init; }

    public BoundObject? Secret { get; init; }

    public BoundObject? Node { get; init; }
}
