namespace KubeSharp.Cel.Authorization;

/// <summary>The authorizer behind the variable <c>authorizer</c>, for the user of the request under evaluation.</summary>
public interface ICelAuthorizer
{
    /// <summary>Decides. Called on the thread of the evaluation, at most once for one set of attributes in an evaluation.</summary>
    CelDecision Check(CelAccessRequest request);
}
