namespace KubeSharp.ApiMachinery.Schema;

/// <summary>Who owns what in an object or map, for server-side apply (x-kubernetes-map-type).</summary>
public enum MapType
{
    /// <summary>Not said; treated as granular.</summary>
    Unspecified,

    /// <summary>Each member has owners of its own.</summary>
    Granular,

    /// <summary>The object is replaced as a whole.</summary>
    Atomic,
}
