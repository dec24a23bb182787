namespace KubeSharp.Client;

/// <summary>One page of a collection.</summary>
/// <typeparam name="T">The kind of its items.</typeparam>
public sealed record KubeList<T>
{
    /// <summary>The revision at which the list was read: where a watch starts.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>The token for the next page; null on the last.</summary>
    public string? Continue { get; init; }

    /// <summary>How many items follow this page, when the server knows.</summary>
    public long? RemainingItemCount { get; init; }

    /// <summary>The items, in key order.</summary>
    public required List<T> Items { get; init; }
}
