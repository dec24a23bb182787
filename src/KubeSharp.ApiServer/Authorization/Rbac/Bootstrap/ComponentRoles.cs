using static KubeSharp.ApiServer.Authorization.Rbac.Bootstrap.BootstrapVerbs;
using static KubeSharp.ApiServer.Authorization.Rbac.RbacRule;

namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>Roles for components: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#core-component-roles.</summary>
internal static class ComponentRoles
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BootstrapRole> All { get; } =
    [
        new(
            "system:auth-delegator",
            On("authentication.k8s.io", "tokenreviews", "create"),
            On("authorization.k8s.io", "subjectaccessreviews", "create")),
        new(
            "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
            On("certificates.k8s.io", "certificatesigningrequests/nodeclient", "create")),
        new(
            "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
            On("certificates.k8s.io", "certificatesigningrequests/selfnodeclient", "create")),
        new("system:certificates.k8s.io:kube-apiserver-client-approver", Approve("kubernetes.io/kube-apiserver-client")),
        new("system:certificates.k8s.io:kube-apiserver-client-kubelet-approver", Approve("kubernetes.io/kube-apiserver-client-kubelet")),
        new("system:certificates.k8s.io:kubelet-serving-approver", Approve("kubernetes.io/kubelet-serving")),
        new("system:certificates.k8s.io:legacy-unknown-approver", Approve("kubernetes.io/legacy-unknown")),
        new("system:heapster", On("", "events,namespaces,nodes,pods", Read), On("extensions", "deployments", Read)),
        new("system:kube-aggregator", On("", "endpoints,services", Read)),
        new(
            "system:kube-controller-manager",
            Events,
            On("coordination.k8s.io", "leases", "create"),
            On("coordination.k8s.io", "leases", "get,list,update,watch", "kube-controller-manager"),
            On("coordination.k8s.io", "leasecandidates", ReadWrite),
            On("", "secrets,serviceaccounts", "create"),
            On("", "secrets", "delete"),
            On("", "configmaps,namespaces,secrets,serviceaccounts", "get"),
            On("", "secrets,serviceaccounts", "update"),
            On("authentication.k8s.io", "tokenreviews", "create"),
            On("authorization.k8s.io", "subjectaccessreviews", "create"),
            On("*", "*", "list,watch"),
            On("", "serviceaccounts/token", "create")),
        new("system:kube-dns", On("", "endpoints,services", "list,watch")),
        new(
            "system:kube-scheduler",
            Events,
            On("coordination.k8s.io", "leases", "create"),
            On("coordination.k8s.io", "leases", "get,list,update,watch", "kube-scheduler"),
            On("coordination.k8s.io", "leasecandidates", ReadWrite),
            On("", "nodes", Read),
            On("", "pods", "delete,get,list,watch"),
            On("", "bindings,pods/binding", "create"),
            On("", "pods/status", "patch,update"),
            On("", "replicationcontrollers,services", Read),
            On("apps,extensions", "replicasets", Read),
            On("apps", "statefulsets", Read),
            On("policy", "poddisruptionbudgets", Read),
            On("", "persistentvolumeclaims,persistentvolumes", Read),
            On("authentication.k8s.io", "tokenreviews", "create"),
            On("authorization.k8s.io", "subjectaccessreviews", "create"),
            On("storage.k8s.io", "csinodes", Read),
            On("storage.k8s.io", "volumeattachments", Read),
            On("", "namespaces", Read),
            On("storage.k8s.io", "csidrivers", Read),
            On("storage.k8s.io", "csistoragecapacities", Read),
            On("resource.k8s.io", "deviceclasses", Read),
            On("resource.k8s.io", "resourceclaims", "get,list,patch,update,watch"),
            On("resource.k8s.io", "resourceclaims/status", "get,list,patch,update,watch"),
            On("", "pods/finalizers", "update"),
            On("resource.k8s.io", "resourceslices", Read),
            On("resource.k8s.io", "resourceclaims", "create,delete"),
            On("resource.k8s.io", "resourceclaims/binding", "patch,update")),
        new(
            "system:volume-scheduler",
            On("", "persistentvolumes", "get,list,patch,update,watch"),
            On("storage.k8s.io", "storageclasses", Read),
            On("", "persistentvolumeclaims", "get,list,patch,update,watch")),
        new(
            "system:kubelet-api-admin",
            On("", "nodes", Read),
            On("", "nodes", "proxy"),
            On("", "nodes/log,nodes/metrics,nodes/proxy,nodes/stats", "*"),
            On("", "nodes/configz,nodes/healthz,nodes/pods", "*")),
        new(
            "system:node",
            On("authentication.k8s.io", "tokenreviews", "create"),
            On("authorization.k8s.io", "localsubjectaccessreviews,subjectaccessreviews", "create"),
            On("", "services", Read),
            On("", "nodes", "create,get,list,watch"),
            On("", "nodes/status", "patch,update"),
            On("", "nodes", "patch,update"),
            Events,
            On("", "pods", Read),
            On("", "pods", "create,delete"),
            On("", "pods/status", "patch,update"),
            On("", "pods/eviction", "create"),
            On("", "configmaps,secrets", Read),
            On("", "persistentvolumeclaims,persistentvolumes", "get"),
            On("", "endpoints", "get"),
            On("certificates.k8s.io", "certificatesigningrequests", "create,get,list,watch"),
            On("coordination.k8s.io", "leases", "create,delete,get,patch,update"),
            On("storage.k8s.io", "volumeattachments", "get"),
            On("", "serviceaccounts/token", "create"),
            On("", "persistentvolumeclaims/status", "get,patch,update"),
            On("storage.k8s.io", "csidrivers", Read),
            On("storage.k8s.io", "csinodes", "create,delete,get,patch,update"),
            On("node.k8s.io", "runtimeclasses", Read),
            On("resource.k8s.io", "resourceclaims", "get"),
            On("resource.k8s.io", "resourceslices", "deletecollection"),
            On("", "serviceaccounts", "get")),
        new("system:node-bootstrapper", On("certificates.k8s.io", "certificatesigningrequests", "create,get,list,watch")),
        new("system:node-problem-detector", On("", "nodes", "get"), On("", "nodes/status", "patch"), Events),
        new(
            "system:node-proxier",
            On("", "endpoints,services", "list,watch"),
            On("", "nodes", Read),
            Events,
            On("networking.k8s.io", "servicecidrs", "list,watch"),
            On("discovery.k8s.io", "endpointslices", "list,watch")),
        new(
            "system:persistent-volume-provisioner",
            On("", "persistentvolumes", "create,delete,get,list,watch"),
            On("", "persistentvolumeclaims", "get,list,update,watch"),
            On("storage.k8s.io", "storageclasses", Read),
            On("", "events", "watch"),
            Events),
    ];

    private static RbacRule Approve(string signer) => On("certificates.k8s.io", "signers", "approve", signer);
}
