using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>The authorizer, for the user of the request or for a service account.</summary>
internal sealed record AuthorizerValue(ICelAuthorizer Authorizer, (string Namespace, string Name)? ServiceAccount) : ICelOpaque
{
    public CelType Type => CelAuthorizerTypes.Authorizer;
}
