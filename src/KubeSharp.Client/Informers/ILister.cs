using KubeSharp.Models;

namespace KubeSharp.Client;

/// <summary>
/// Reads from a local copy of the cluster's objects of one kind. The objects are shared by everything in the process: copy
/// (<c>DeepCopy</c>) before changing one. The copy lags behind the server; decide so that a stale view only costs a retry.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public interface ILister<T>
    where T : class, IKubernetesObject
{
    /// <summary>How many objects there are.</summary>
    int Count { get; }

    /// <summary>One object, or null. <paramref name="ns"/> is null (or empty) for a kind without namespaces.</summary>
    T? Get(string? ns, string name);

    /// <summary>All objects of a namespace; all there are when <paramref name="ns"/> is null. In no particular order.</summary>
    IReadOnlyList<T> List(string? ns = null);

    /// <summary>The objects for which an index function gave <paramref name="value"/>. In no particular order.</summary>
    /// <exception cref="KeyNotFoundException">No index has that name.</exception>
    IReadOnlyList<T> ByIndex(string index, string value);
}
