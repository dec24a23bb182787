namespace KubeSharp.Tests.Linearizability;

/// <summary>What a client asks.</summary>
internal enum OperationKind
{
    Read,
    Put,
    Delete,
}
