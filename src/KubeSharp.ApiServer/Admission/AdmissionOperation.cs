namespace KubeSharp.ApiServer.Admission;

/// <summary>What is about to happen to an object.</summary>
public enum AdmissionOperation
{
    /// <summary>It is created (also by PUT or apply of a name that does not exist).</summary>
    Create,

    /// <summary>It is replaced or patched.</summary>
    Update,

    /// <summary>It is deleted.</summary>
    Delete,

    /// <summary>A connecting subresource is used: exec, attach, portforward, proxy.</summary>
    Connect,
}
