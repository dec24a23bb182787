using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>What the authorizer answered.</summary>
internal sealed record DecisionValue(CelDecision Decision) : ICelOpaque
{
    public CelType Type => CelAuthorizerTypes.Decision;
}
