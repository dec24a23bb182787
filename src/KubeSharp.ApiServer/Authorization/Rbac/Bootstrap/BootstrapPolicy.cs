namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>The roles and bindings of Kubernetes v1.36 that exist in every cluster from its start.</summary>
internal static class BootstrapPolicy
{
    /// <summary>Cluster roles.</summary>
    public static IReadOnlyList<BootstrapRole> ClusterRoles { get; } = [.. UserRoles.All, .. ComponentRoles.All, .. ControllerRoles.All];

    /// <summary>Cluster role bindings. <c>system:node</c> binds nobody: nodes have the Node authorizer.</summary>
    public static IReadOnlyList<BootstrapBinding> ClusterRoleBindings { get; } =
    [
        Bind("cluster-admin", RbacSubject.Group("system:masters")),
        Bind("system:monitoring", RbacSubject.Group("system:monitoring")),
        Bind("system:discovery", RbacSubject.Group("system:authenticated")),
        Bind("system:basic-user", RbacSubject.Group("system:authenticated")),
        Bind("system:public-info-viewer", RbacSubject.Group("system:authenticated"), RbacSubject.Group("system:unauthenticated")),
        Bind("system:node-proxier", RbacSubject.User("system:kube-proxy")),
        Bind("system:kube-controller-manager", RbacSubject.User("system:kube-controller-manager")),
        Bind("system:kube-dns", RbacSubject.ServiceAccount("kube-system", "kube-dns")),
        Bind("system:kube-scheduler", RbacSubject.User("system:kube-scheduler")),
        Bind("system:volume-scheduler", RbacSubject.User("system:kube-scheduler")),
        Bind("system:node"),
        Bind("system:service-account-issuer-discovery", RbacSubject.Group("system:serviceaccounts")),
        .. ControllerRoles.Bindings,
    ];

    /// <summary>Roles of namespaces.</summary>
    public static IReadOnlyList<BootstrapRole> Roles => NamespacedRoles.All;

    /// <summary>Role bindings of namespaces.</summary>
    public static IReadOnlyList<BootstrapBinding> RoleBindings => NamespacedRoles.Bindings;

    private static BootstrapBinding Bind(string name, params RbacSubject[] subjects) => new(name, name, subjects);
}
