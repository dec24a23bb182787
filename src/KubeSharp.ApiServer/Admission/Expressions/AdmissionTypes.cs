using KubeSharp.Cel;
using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Admission.Expressions;

/// <summary>The variables of expressions in webhooks and policies, and their types.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression</remarks>
internal static class AdmissionTypes
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
    public static CelEnvironment Environment(bool parameters, bool authorizer)
    {
        var environment = CelEnvironment.Kubernetes
            .With("object", CelType.Dyn)
            .With("oldObject", CelType.Dyn)
            .With("namespaceObject", Namespace)
            .With("request", Request);
        if (parameters) environment = environment.With("params", CelType.Dyn);
        return authorizer
            ? environment.With("authorizer", CelAuthorizerTypes.Authorizer).With("authorizer.requestResource", CelAuthorizerTypes.ResourceCheck)
            : environment;
    }
}
