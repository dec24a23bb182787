namespace KubeSharp.ApiMachinery.Schema;

/// <summary>Who owns what in a list, for server-side apply (x-kubernetes-list-type).</summary>
public enum ListType
{
    /// <summary>Not said; treated as atomic.</summary>
    Unspecified,

    /// <summary>The list is replaced as a whole.</summary>
    Atomic,

    /// <summary>A set of scalars, each owned by itself.</summary>
    Set,

    /// <summary>Objects told apart by key fields.</summary>
    Map,
}
