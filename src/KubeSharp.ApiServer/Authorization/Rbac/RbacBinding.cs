namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>A role binding or cluster role binding, as the authorizer reads it.</summary>
/// <param name="Namespace">Where it holds; empty for a cluster role binding.</param>
/// <param name="Name">Its name.</param>
/// <param name="RoleKind"><c>ClusterRole</c> or <c>Role</c>.</param>
/// <param name="RoleName">The role it gives.</param>
/// <param name="Subjects">Whom it gives it to.</param>
internal sealed record RbacBinding(string Namespace, string Name, string RoleKind, string RoleName, RbacSubject[] Subjects)
{
    /// <summary>Why a request was allowed, in the words that reviews and the audit log show.</summary>
    public string DescribeGrant(RbacSubject subject)
    {
        var binding = Namespace.Length == 0 ? $"ClusterRoleBinding \"{Name}\"" : $"RoleBinding \"{Name}/{Namespace}\"";
        var who = subject.Kind == "ServiceAccount" ? $"{subject.Name}/{subject.Namespace}" : subject.Name;
        return $"RBAC: allowed by {binding} of {RoleKind} \"{RoleName}\" to {subject.Kind} \"{who}\"";
    }
}
