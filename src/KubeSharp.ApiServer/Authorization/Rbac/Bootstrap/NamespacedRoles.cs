using static KubeSharp.ApiServer.Authorization.Rbac.Bootstrap.BootstrapVerbs;
using static KubeSharp.ApiServer.Authorization.Rbac.RbacRule;

namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>Default roles and bindings inside kube-system and kube-public.</summary>
internal static class NamespacedRoles
{
    private const string System = "kube-system";
    private const string Public = "kube-public";

    /// <summary>The roles.</summary>
    public static IReadOnlyList<BootstrapRole> All { get; } =
    [
        new("extension-apiserver-authentication-reader", On("", "configmaps", Read, "extension-apiserver-authentication")) { Namespace = System },
        LeaderLocking("kube-controller-manager"),
        LeaderLocking("kube-scheduler"),
        new("system:controller:bootstrap-signer", On("", "secrets", Read)) { Namespace = System },
        new("system:controller:cloud-provider", On("", "configmaps", "create,get,list,watch")) { Namespace = System },
        new("system:controller:token-cleaner", On("", "secrets", "delete,get,list,watch"), Events) { Namespace = System },
        new(
            "system:controller:bootstrap-signer",
            On("", "configmaps", Read),
            On("", "configmaps", "update", "cluster-info"),
            Events) { Namespace = Public },
    ];

    /// <summary>The bindings.</summary>
    public static IReadOnlyList<BootstrapBinding> Bindings { get; } =
    [
        new(
            "system::extension-apiserver-authentication-reader",
            "extension-apiserver-authentication-reader",
            RbacSubject.User("system:kube-controller-manager"),
            RbacSubject.User("system:kube-scheduler")) { Namespace = System },
        LeaderLockingBinding("kube-controller-manager"),
        LeaderLockingBinding("kube-scheduler"),
        ToController(System, "bootstrap-signer"),
        ToController(System, "cloud-provider"),
        ToController(System, "token-cleaner"),
        ToController(Public, "bootstrap-signer"),
    ];

    private static BootstrapRole LeaderLocking(string component) => new(
        $"system::leader-locking-{component}",
        On("coordination.k8s.io", "leases", "create,get,list,update,watch"),
        On("coordination.k8s.io", "leasecandidates", "create,get,list,update,watch"))
    { Namespace = System };

    private static BootstrapBinding LeaderLockingBinding(string component) => new(
        $"system::leader-locking-{component}",
        $"system::leader-locking-{component}",
        RbacSubject.User($"system:{component}"),
        RbacSubject.ServiceAccount(System, component))
    { Namespace = System };

    private static BootstrapBinding ToController(string @namespace, string controller) => new(
        $"system:controller:{controller}",
        $"system:controller:{controller}",
        RbacSubject.ServiceAccount(System, controller))
    { Namespace = @namespace };
}
