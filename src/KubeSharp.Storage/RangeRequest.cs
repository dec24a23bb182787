namespace KubeSharp.Storage;

/// <summary>What to read under a prefix.</summary>
public sealed record RangeRequest
{
    /// <summary>Every key that starts with this text, usually ending in a slash: <c>/registry/pods/</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>Only keys after this one (itself excluded); null for all. This is how a cut-off answer is continued.</summary>
    public string? After { get; init; }

    /// <summary>The revision to read at, or 0 for the newest (linearizable).</summary>
    public long Revision { get; init; }

    /// <summary>At most this many entries; 0 for no limit.</summary>
    public int Limit { get; init; }

    /// <summary>Leave the values out.</summary>
    public bool KeysOnly { get; init; }
}
