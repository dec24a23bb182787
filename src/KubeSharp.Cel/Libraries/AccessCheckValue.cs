using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>A question to the authorizer under construction: about a path, a group or a resource.</summary>
internal sealed record AccessCheckValue(CelType Type, ICelAuthorizer Authorizer, CelAccessRequest Request) : ICelOpaque;
