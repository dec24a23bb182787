namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>
/// Decides how a default role or binding that is already there must change: what is missing is added, what was added by somebody
/// stays, and nothing happens at all where <c>rbac.authorization.kubernetes.io/autoupdate</c> is <c>false</c>
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation). Pure.
/// </summary>
internal static class BootstrapReconciler
{
    /// <summary>The annotation that a user sets to <c>false</c> to keep a role as it is.</summary>
    public const string AutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

    /// <summary>The label on every default role and binding.</summary>
    public const string Bootstrapping = "kubernetes.io/bootstrapping";

    /// <summary>The rules to append to those that are there; empty if they suffice.</summary>
    public static IReadOnlyList<RbacRule> MissingRules(IReadOnlyList<RbacRule> present, BootstrapRole wanted) =>
        RuleCovering.Missing(present, wanted.Rules);

    /// <summary>The subjects to append to those that are there; empty if they suffice.</summary>
    public static IReadOnlyList<RbacSubject> MissingSubjects(IReadOnlyList<RbacSubject> present, BootstrapBinding wanted) =>
        [.. wanted.Subjects.Where(subject => !present.Contains(subject))];

    /// <summary>True if the annotations allow changes.</summary>
    public static bool MayUpdate(IReadOnlyDictionary<string, string>? annotations) =>
        annotations is null || !annotations.TryGetValue(AutoUpdate, out var value) || value != "false";
}
