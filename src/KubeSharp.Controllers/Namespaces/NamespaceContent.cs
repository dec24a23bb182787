namespace KubeSharp.Controllers;

/// <summary>What a pass over a namespace that is being deleted found.</summary>
internal sealed class NamespaceContent
{
    /// <summary>Group versions whose resources could not be discovered, with why.</summary>
    public SortedDictionary<string, string> DiscoveryFailures { get; } = new(StringComparer.Ordinal);

    /// <summary>Resources that could not be deleted, with why.</summary>
    public SortedDictionary<string, string> DeletionFailures { get; } = new(StringComparer.Ordinal);

    /// <summary>How many objects of a resource (<c>pods.</c>, <c>deployments.apps</c>) are left.</summary>
    public SortedDictionary<string, int> Remaining { get; } = new(StringComparer.Ordinal);

    /// <summary>How many of what is left have a finalizer.</summary>
    public SortedDictionary<string, int> Finalizers { get; } = new(StringComparer.Ordinal);

    /// <summary>The longest grace period of what is left, in seconds.</summary>
    public long GraceSeconds { get; set; }

    /// <summary>Nothing is left and nothing is unknown.</summary>
    public bool IsEmpty => DiscoveryFailures.Count == 0 && DeletionFailures.Count == 0 && Remaining.Count == 0;
}
