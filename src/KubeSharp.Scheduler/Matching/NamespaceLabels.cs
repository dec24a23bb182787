namespace KubeSharp.Scheduler.Matching;

/// <summary>The labels of all namespaces, for namespace selectors.</summary>
internal sealed class NamespaceLabels
{
    private readonly Dictionary<string, Dictionary<string, string>?> byName = new(StringComparer.Ordinal);

    /// <summary>Counts changes, for caches that depend on namespace labels.</summary>
    public int Version { get; private set; }

    /// <summary>The labels of a namespace; null when it has none or is not known.</summary>
    public Dictionary<string, string>? Of(string name) => byName.GetValueOrDefault(name);

    /// <summary>Learns of a namespace.</summary>
    public void Set(string name, Dictionary<string, string>? labels)
    {
        byName[name] = labels;
        Version++;
    }

    /// <summary>Forgets a namespace.</summary>
    public void Remove(string name)
    {
        if (byName.Remove(name))
            Version++;
    }
}
