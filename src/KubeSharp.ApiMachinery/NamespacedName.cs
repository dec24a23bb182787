namespace KubeSharp.ApiMachinery;

/// <summary>The name of an object within its namespace; the namespace is empty for cluster-wide objects.</summary>
/// <param name="Namespace">The namespace, or empty.</param>
/// <param name="Name">The name.</param>
public readonly record struct NamespacedName(string Namespace, string Name)
{
    /// <summary><c>namespace/name</c>, or the name alone when there is no namespace (the key form of informers).</summary>
    public string Key => string.IsNullOrEmpty(Namespace) ? Name : $"{Namespace}/{Name}";

    /// <summary>Reads the key form.</summary>
    public static NamespacedName FromKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new("", key) : new(key[..slash], key[(slash + 1)..]);
    }

    /// <summary><c>namespace/name</c>, with the slash even when there is no namespace.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
