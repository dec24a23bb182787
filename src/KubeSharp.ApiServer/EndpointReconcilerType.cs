namespace KubeSharp.ApiServer;

/// <summary><c>--endpoint-reconciler-type</c>: how the endpoints of the <c>kubernetes</c> Service are found.</summary>
public enum EndpointReconcilerType
{
    /// <summary><c>lease</c>: every server keeps a key in the store that goes with it; the endpoints are the servers whose keys are there.</summary>
    Lease,

    /// <summary><c>master-count</c>: every server adds itself, until there are as many as <c>--apiserver-count</c> says.</summary>
    MasterCount,

    /// <summary><c>none</c>: somebody else looks after the endpoints.</summary>
    None,
}
