namespace KubeSharp.ApiServer.Registry;

/// <summary>What happens to the objects that a deleted object owns.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion</remarks>
internal enum PropagationPolicy
{
    /// <summary>The garbage collector deletes them afterwards.</summary>
    Background,

    /// <summary>They go first; the object waits with the finalizer foregroundDeletion.</summary>
    Foreground,

    /// <summary>They stay; the object waits with the finalizer orphan until they are cut loose.</summary>
    Orphan,
}
