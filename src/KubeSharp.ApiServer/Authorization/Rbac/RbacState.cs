using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>All roles and bindings of the cluster at one moment; a change makes a new value. Free to share.</summary>
internal sealed record RbacState
{
    /// <summary>Nothing: every request but those of system:masters is refused.</summary>
    public static RbacState Empty { get; } = new();

    /// <summary>Rules of cluster roles by name.</summary>
    public ImmutableDictionary<string, RbacRule[]> ClusterRoles { get; init; } = ImmutableDictionary.Create<string, RbacRule[]>(StringComparer.Ordinal);

    /// <summary>Rules of roles by namespace and name.</summary>
    public ImmutableDictionary<(string Namespace, string Name), RbacRule[]> Roles { get; init; } =
        ImmutableDictionary<(string Namespace, string Name), RbacRule[]>.Empty;

    /// <summary>Bindings by namespace (empty for cluster role bindings) and name; in order, so that a reason is always the same one.</summary>
    public ImmutableSortedDictionary<(string Namespace, string Name), RbacBinding> Bindings { get; init; } =
        ImmutableSortedDictionary.Create<(string Namespace, string Name), RbacBinding>(BindingOrder.Instance);

    /// <summary>The rules of the role that a binding refers to, or null if that role does not exist.</summary>
    public RbacRule[]? RulesOf(RbacBinding binding) => binding.RoleKind == "ClusterRole"
        ? ClusterRoles.GetValueOrDefault(binding.RoleName)
        : Roles.GetValueOrDefault((binding.Namespace, binding.RoleName));

    /// <summary>The first subject of a binding that means the user, or null.</summary>
    public static RbacSubject? SubjectFor(RbacBinding binding, UserInfo user)
    {
        foreach (var subject in binding.Subjects)
        {
            var applies = subject.Kind switch
            {
                "User" => subject.Name == user.Name,
                "Group" => user.IsInGroup(subject.Name),
                "ServiceAccount" => IsServiceAccount(user.Name, subject.Namespace.Length > 0 ? subject.Namespace : binding.Namespace, subject.Name),
                _ => false,
            };
            if (applies)
                return subject;
        }

        return null;
    }

    private static bool IsServiceAccount(string user, string @namespace, string name)
    {
        const string Prefix = "system:serviceaccount:";
        return @namespace.Length > 0
            && user.Length == Prefix.Length + @namespace.Length + 1 + name.Length
            && user.StartsWith(Prefix, StringComparison.Ordinal)
            && user.AsSpan(Prefix.Length).StartsWith(@namespace)
            && user[Prefix.Length + @namespace.Length] == ':'
            && user.EndsWith(name, StringComparison.Ordinal);
    }

    private sealed class BindingOrder : IComparer<(string Namespace, string Name)>
    {
        public static BindingOrder Instance { get; } = new();

        public int Compare((string Namespace, string Name) x, (string Namespace, string Name) y)
        {
            var byNamespace = string.CompareOrdinal(x.Namespace, y.Namespace);
            return byNamespace != 0 ? byNamespace : string.CompareOrdinal(x.Name, y.Name);
        }
    }
}
