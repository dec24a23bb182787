using static KubeSharp.ApiServer.Authorization.Rbac.Bootstrap.BootstrapVerbs;
using static KubeSharp.ApiServer.Authorization.Rbac.RbacRule;

namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>
/// A role for every controller, bound to the service account of that name in kube-system:
/// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles.
/// </summary>
internal static class ControllerRoles
{
    private const string Prefix = "system:controller:";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BootstrapRole> All { get; } =
    [
        Role(
            "attachdetach-controller",
            On("", "persistentvolumeclaims,persistentvolumes", "list,watch"),
            On("", "nodes", Read),
            On("", "nodes/status", "patch,update"),
            On("", "pods", "list,watch"),
            Events,
            On("storage.k8s.io", "volumeattachments", "create,delete,get,list,watch"),
            On("storage.k8s.io", "csidrivers", Read),
            On("storage.k8s.io", "csinodes", Read)),
        Role(
            "certificate-controller",
            On("certificates.k8s.io", "certificatesigningrequests", "delete,get,list,watch"),
            On("certificates.k8s.io", "certificatesigningrequests/approval,certificatesigningrequests/status", "update"),
            On("certificates.k8s.io", "signers", "approve", "kubernetes.io/kube-apiserver-client-kubelet"),
            On(
                "certificates.k8s.io",
                "signers",
                "sign",
                "kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving,kubernetes.io/legacy-unknown"),
            On("authorization.k8s.io", "subjectaccessreviews", "create"),
            Events),
        Role("clusterrole-aggregation-controller", On("rbac.authorization.k8s.io", "clusterroles", "escalate,get,list,patch,update,watch")),
        Role(
            "cronjob-controller",
            On("batch", "cronjobs", "get,list,update,watch"),
            On("batch", "jobs", "create,delete,get,list,patch,update,watch"),
            On("batch", "cronjobs/status", "update"),
            On("batch", "cronjobs/finalizers", "update"),
            On("", "pods", "delete,list,watch"),
            Events),
        Role(
            "daemon-set-controller",
            On("apps,extensions", "daemonsets", Read),
            On("apps,extensions", "daemonsets/status", "update"),
            On("apps,extensions", "daemonsets/finalizers", "update"),
            On("", "nodes", "list,watch"),
            On("", "pods", "create,delete,list,patch,watch"),
            On("", "pods/binding", "create"),
            On("apps", "controllerrevisions", "create,delete,get,list,patch,update,watch"),
            Events),
        Role(
            "deployment-controller",
            On("apps,extensions", "deployments", "get,list,update,watch"),
            On("apps,extensions", "deployments/status", "update"),
            On("apps,extensions", "deployments/finalizers", "update"),
            On("apps,extensions", "replicasets", "create,delete,get,list,patch,update,watch"),
            On("", "pods", "get,list,update,watch"),
            Events),
        Role(
            "device-taint-eviction-controller",
            On("", "pods", "delete,get,list,watch"),
            On("", "pods/status", "patch,update"),
            On("resource.k8s.io", "resourceclaims", Read),
            On("resource.k8s.io", "resourceslices", Read),
            On("resource.k8s.io", "deviceclasses", Read),
            Events),
        Role(
            "disruption-controller",
            On("apps,extensions", "deployments", Read),
            On("apps,extensions", "replicasets", Read),
            On("", "replicationcontrollers", Read),
            On("policy", "poddisruptionbudgets", Read),
            On("apps", "statefulsets", Read),
            On("policy", "poddisruptionbudgets/status", "update"),
            On("", "pods/status", "patch,update"),
            On("*", "*/scale", "get"),
            Events),
        Role(
            "endpoint-controller",
            On("", "pods,services", Read),
            On("", "endpoints", "create,delete,get,list,update,watch"),
            On("", "endpoints/restricted", "create"),
            Events),
        Role(
            "endpointslice-controller",
            On("", "nodes,pods,services", Read),
            On("", "services/finalizers", "update"),
            On("discovery.k8s.io", "endpointslices", "create,delete,get,list,update,watch"),
            Events),
        Role(
            "endpointslicemirroring-controller",
            On("", "endpoints,services", Read),
            On("", "services/finalizers", "update"),
            On("", "endpoints/finalizers", "update"),
            On("discovery.k8s.io", "endpointslices", "create,delete,get,list,update,watch"),
            Events),
        Role(
            "ephemeral-volume-controller",
            On("", "pods", Read),
            On("", "pods/finalizers", "update"),
            On("", "persistentvolumeclaims", "create,get,list,watch"),
            Events),
        Role(
            "expand-controller",
            On("", "persistentvolumes", "get,list,patch,update,watch"),
            On("", "persistentvolumeclaims/status", "patch,update"),
            On("", "persistentvolumeclaims", Read),
            Events),
        Role("generic-garbage-collector", On("*", "*", "delete,get,list,patch,update,watch"), Events),
        Role(
            "horizontal-pod-autoscaler",
            On("autoscaling", "horizontalpodautoscalers", Read),
            On("autoscaling", "horizontalpodautoscalers/status", "update"),
            On("*", "*/scale", "get,update"),
            On("", "pods", "list,watch"),
            On("metrics.k8s.io", "pods", "list,watch"),
            On("custom.metrics.k8s.io", "*", Read),
            On("external.metrics.k8s.io", "*", Read),
            Events),
        Role(
            "job-controller",
            On("batch", "jobs", "get,list,patch,update,watch"),
            On("batch", "jobs/status", "update"),
            On("batch", "jobs/finalizers", "update"),
            On("", "pods", "create,delete,list,patch,watch"),
            Events),
        Role(
            "legacy-service-account-token-cleaner",
            On("", "configmaps", "get", "kube-apiserver-legacy-service-account-token-tracking"),
            On("", "secrets", "delete,patch")),
        Role(
            "namespace-controller",
            On("", "namespaces", "delete,get,list,watch"),
            On("", "namespaces/finalize,namespaces/status", "update"),
            On("*", "*", "delete,deletecollection,get,list,watch")),
        Role(
            "node-controller",
            On("", "nodes", "delete,get,list,patch,update,watch"),
            On("", "nodes/status", "patch,update"),
            On("", "pods/status", "patch,update"),
            On("", "pods", "delete,get,list,watch"),
            On("coordination.k8s.io", "leases", Read),
            Events),
        Role(
            "persistent-volume-binder",
            On("", "persistentvolumes", "create,delete,get,list,update,watch"),
            On("", "persistentvolumes/status", "update"),
            On("", "persistentvolumeclaims", "get,list,update,watch"),
            On("", "persistentvolumeclaims/status", "update"),
            On("", "pods", "create,delete,get,list,watch"),
            On("storage.k8s.io", "storageclasses", Read),
            On("", "nodes", "list,watch"),
            Events,
            On("", "events", "watch")),
        Role("pod-garbage-collector", On("", "pods", "delete,list,watch"), On("", "nodes", Read), On("", "pods/status", "patch")),
        Role("pv-protection-controller", On("", "persistentvolumes", "get,list,update,watch"), Events),
        Role(
            "pvc-protection-controller",
            On("", "persistentvolumeclaims", "get,list,update,watch"),
            On("", "persistentvolumeclaims/status", "update"),
            On("", "pods", Read),
            Events),
        Role(
            "replicaset-controller",
            On("apps,extensions", "replicasets", "get,list,update,watch"),
            On("apps,extensions", "replicasets/status", "update"),
            On("apps,extensions", "replicasets/finalizers", "update"),
            On("", "pods", "create,delete,list,patch,watch"),
            Events),
        Role(
            "replication-controller",
            On("", "replicationcontrollers", "get,list,update,watch"),
            On("", "replicationcontrollers/status", "update"),
            On("", "replicationcontrollers/finalizers", "update"),
            On("", "pods", "create,delete,list,patch,watch"),
            Events),
        Role(
            "resource-claim-controller",
            On("", "pods", Read),
            On("", "pods/finalizers", "update"),
            On("resource.k8s.io", "resourceclaims", "create,delete,get,list,watch"),
            On("resource.k8s.io", "resourceclaims,resourceclaims/status", "patch,update"),
            On("", "pods/status", "patch,update"),
            Events,
            On("resource.k8s.io", "resourceclaims/binding", "patch,update")),
        Role(
            "resourcequota-controller",
            On("*", "*", "list,watch"),
            On("", "resourcequotas/status", "update"),
            Events),
        Role("root-ca-cert-publisher", On("", "configmaps", "create,update"), Events),
        Role("route-controller", On("", "nodes", "list,watch"), On("", "nodes/status", "patch"), Events),
        Role(
            "selinux-warning-controller",
            Events,
            On("", "persistentvolumes", Read),
            On("", "persistentvolumeclaims", Read),
            On("", "pods", Read),
            On("storage.k8s.io", "csidrivers", Read)),
        Role("service-account-controller", On("", "serviceaccounts", "create"), Events),
        Role(
            "service-cidrs-controller",
            On("networking.k8s.io", "servicecidrs", "get,list,patch,update,watch"),
            On("networking.k8s.io", "servicecidrs/finalizers", "patch,update"),
            On("networking.k8s.io", "servicecidrs/status", "patch,update"),
            On("networking.k8s.io", "ipaddresses", Read),
            Events),
        Role(
            "service-controller",
            On("", "services", Read),
            On("", "services/status", "patch,update"),
            On("", "nodes", "list,watch"),
            Events),
        Role(
            "statefulset-controller",
            On("", "pods", "list,watch"),
            On("apps", "statefulsets", Read),
            On("apps", "statefulsets/status", "update"),
            On("apps", "statefulsets/finalizers", "update"),
            On("", "pods", "create,delete,get,patch,update"),
            On("apps", "controllerrevisions", "create,delete,get,list,patch,update,watch"),
            On("", "persistentvolumeclaims", "create,get,list,watch"),
            On("", "persistentvolumeclaims", "delete,update"),
            On("", "pods/finalizers", "update"),
            Events),
        Role("ttl-after-finished-controller", On("batch", "jobs", "delete,get,list,watch"), Events),
        Role("ttl-controller", On("", "nodes", "list,patch,update,watch"), Events),
        Role(
            "validatingadmissionpolicy-status-controller",
            On("admissionregistration.k8s.io", "validatingadmissionpolicies", Read),
            On("admissionregistration.k8s.io", "validatingadmissionpolicies/status", "get,patch,update"),
            Events),
        Role(
            "volumeattributesclass-protection-controller",
            On("", "persistentvolumeclaims", Read),
            On("", "persistentvolumes", Read),
            On("storage.k8s.io", "volumeattributesclasses", "get,list,update,watch"),
            Events),
    ];

    /// <summary>The binding of every controller's role to its service account.</summary>
    public static IReadOnlyList<BootstrapBinding> Bindings { get; } =
        [.. All.Select(role => new BootstrapBinding(role.Name, role.Name, RbacSubject.ServiceAccount("kube-system", role.Name[Prefix.Length..])))];

    private static BootstrapRole Role(string name, params RbacRule[] rules) => new(Prefix + name, rules);
}
