namespace KubeSharp.ApiMachinery.Schema;

/// <summary>How a strategic merge patch treats a field (x-kubernetes-patch-strategy); both flags may be set.</summary>
[Flags]
public enum PatchStrategy
{
    /// <summary>Lists are replaced, objects are merged.</summary>
    None = 0,

    /// <summary>Lists are merged by their merge key, or as sets of scalars.</summary>
    Merge = 1,

    /// <summary>Members of the object that the patch does not name with <c>$retainKeys</c> are removed.</summary>
    RetainKeys = 2,

    /// <summary>The value is replaced.</summary>
    Replace = 4,
}
