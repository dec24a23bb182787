namespace KubeSharp.ApiServer.Authentication.Reviews;

/// <summary>What the command line says about tokens.</summary>
internal sealed record TokenRequestOptions
{
    /// <summary>Audiences of a token whose request names none: this server.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>The longest life that may be asked for, in seconds; 0 for no limit.</summary>
    public long MaxSeconds { get; init; }

    /// <summary>Whether tokens mounted into pods live for a year, so that clients that never read theirs again go on working.</summary>
    public bool Extend { get; init; } = true;
}
