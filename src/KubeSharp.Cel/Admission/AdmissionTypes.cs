using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Admission;

/// <summary>The variables of expressions in webhooks and policies, and their types.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression</remarks>
public static class AdmissionTypes
{
    /// <summary>What match conditions of webhooks, and of policies without parameters, may read.</summary>
    public static CelEnvironment Basic { get; } = Environment(parameters: false, authorizer: true);

    /// <summary>The variable <c>request</c>.</summary>
    public static CelSchema Request => field ??= CelSchema.Object(
        "kubernetes.AdmissionRequest",
        ("kind", Kind),
        ("resource", Resource),
        ("subResource", CelType.String),
        ("requestKind", Kind),
        ("requestResource", Resource),
        ("requestSubResource", CelType.String),
        ("name", CelType.String),
        ("namespace", CelType.String),
        ("operation", CelType.String),
        ("userInfo", User),
        ("dryRun", CelType.Bool),
        ("options", CelType.Dyn));

    /// <summary>The variable <c>namespaceObject</c>: what of a Namespace expressions can see.</summary>
    public static CelSchema Namespace => field ??= CelSchema.Object(
        "kubernetes.Namespace",
        ("metadata", CelSchema.Object(
            "kubernetes.NamespaceMetadata",
            ("name", CelType.String),
            ("generateName", CelType.String),
            ("namespace", CelType.String),
            ("labels", CelSchema.MapOf(CelType.String)),
            ("annotations", CelSchema.MapOf(CelType.String)),
            ("UID", CelType.String),
            ("creationTimestamp", CelType.Timestamp),
            ("deletionGracePeriodSeconds", CelType.Int),
            ("deletionTimestamp", CelType.Timestamp),
            ("generation", CelType.Int),
            ("resourceVersion", CelType.String),
            ("finalizers", CelSchema.ListOf(CelType.String)))),
        ("spec", CelSchema.Object("kubernetes.NamespaceSpec", ("finalizers", CelSchema.ListOf(CelType.String)))),
        ("status", CelSchema.Object("kubernetes.NamespaceStatus", ("phase", CelType.String))));

    private static CelSchema Kind => field ??= CelSchema.Object(
        "kubernetes.GroupVersionKind", ("group", CelType.String), ("version", CelType.String), ("kind", CelType.String));

    private static CelSchema Resource => field ??= CelSchema.Object(
        "kubernetes.GroupVersionResource", ("group", CelType.String), ("version", CelType.String), ("resource", CelType.String));

    private static CelSchema User => field ??= CelSchema.Object(
        "kubernetes.UserInfo",
        ("username", CelType.String),
        ("uid", CelType.String),
        ("groups", CelSchema.ListOf(CelType.String)),
        ("extra", CelSchema.MapOf(CelSchema.ListOf(CelType.String))));

    /// <summary>The environment of an expression.</summary>
    /// <param name="parameters">Whether there is <c>params</c>.</param>
    /// <param name="authorizer">Whether there is <c>authorizer</c>.</param>
    public static CelEnvironment Environment(bool parameters, bool authorizer) =>
        Environment(CelType.Dyn, parameters ? CelSchema.Of(CelType.Dyn) : null, authorizer);

    /// <summary>The environment of an expression about objects of a known type.</summary>
    /// <param name="documents">The type of <c>object</c> and <c>oldObject</c>.</param>
    /// <param name="parameters">The type of <c>params</c>; null if there is none.</param>
    /// <param name="authorizer">Whether there is <c>authorizer</c>.</param>
    public static CelEnvironment Environment(CelSchema documents, CelSchema? parameters, bool authorizer)
    {
        var environment = CelEnvironment.Kubernetes
            .With("object", documents)
            .With("oldObject", documents)
            .With("namespaceObject", Namespace)
            .With("request", Request);
        if (parameters is not null) environment = environment.With("params", parameters);
        return authorizer
            ? environment.With("authorizer", CelAuthorizerTypes.Authorizer).With("authorizer.requestResource", CelAuthorizerTypes.ResourceCheck)
            : environment;
    }
}
