namespace KubeSharp.Tests.Linearizability;

/// <summary>How a call ended.</summary>
internal enum OperationOutcome
{
    /// <summary>As asked.</summary>
    Done,

    /// <summary>The condition did not hold.</summary>
    Refused,

    /// <summary>Nobody knows whether it happened.</summary>
    Unknown,
}
