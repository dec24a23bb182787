namespace KubeSharp.Controllers;

/// <summary>What became of the owner that a reference names.</summary>
internal enum OwnerState
{
    /// <summary>It is there.</summary>
    Present,

    /// <summary>It is not there, or something else has its name.</summary>
    Absent,

    /// <summary>It is deleted in the foreground and waits for its dependents to go.</summary>
    WaitsForDependents,
}
