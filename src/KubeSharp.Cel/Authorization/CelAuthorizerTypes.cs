using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Authorization;

/// <summary>The types of the authorizer library.</summary>
public static class CelAuthorizerTypes
{
    /// <summary>The type of the variable <c>authorizer</c>.</summary>
    public static CelType Authorizer { get; } = CelType.Opaque("kubernetes.authorization.Authorizer");

    /// <summary>The type of <c>authorizer.path(..)</c>.</summary>
    public static CelType PathCheck { get; } = CelType.Opaque("kubernetes.authorization.PathCheck");

    /// <summary>The type of <c>authorizer.group(..)</c>.</summary>
    public static CelType GroupCheck { get; } = CelType.Opaque("kubernetes.authorization.GroupCheck");

    /// <summary>The type of <c>authorizer.requestResource</c>.</summary>
    public static CelType ResourceCheck { get; } = CelType.Opaque("kubernetes.authorization.ResourceCheck");

    /// <summary>The type of <c>.check(verb)</c>.</summary>
    public static CelType Decision { get; } = CelType.Opaque("kubernetes.authorization.Decision");
}
