using static KubeSharp.ApiServer.Authorization.Rbac.Bootstrap.BootstrapVerbs;
using static KubeSharp.ApiServer.Authorization.Rbac.RbacRule;

namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>Roles for people: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles.</summary>
internal static class UserRoles
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BootstrapRole> All { get; } =
    [
        new("cluster-admin", On("*", "*", "*"), OnPaths("*", "*")),
        new("admin") { AggregatedFrom = "admin" },
        new("edit") { AggregatedFrom = "edit", AggregateTo = "admin" },
        new("view") { AggregatedFrom = "view", AggregateTo = "edit" },
        new(
            "system:aggregate-to-admin",
            On("authorization.k8s.io", "localsubjectaccessreviews", "create"),
            On("rbac.authorization.k8s.io", "rolebindings,roles", ReadWrite)) { AggregateTo = "admin" },
        new(
            "system:aggregate-to-edit",
            On("", "pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy", Read),
            On("", "serviceaccounts", "impersonate"),
            On("", "pods,pods/attach,pods/exec,pods/portforward,pods/proxy", Write),
            On("", "pods/eviction", "create"),
            On(
                "",
                "configmaps,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy",
                Write),
            On("", "serviceaccounts/token", "create"),
            On(",events.k8s.io", "events", Write),
            On(
                "apps",
                "daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale",
                Write),
            On("autoscaling", "horizontalpodautoscalers", Write),
            On("batch", "cronjobs,jobs", Write),
            On(
                "extensions",
                "daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,"
                    + "replicationcontrollers/scale",
                Write),
            On("policy", "poddisruptionbudgets", Write),
            On("networking.k8s.io", "ingresses,networkpolicies", Write),
            On("coordination.k8s.io", "leases", ReadWrite),
            On("resource.k8s.io", "resourceclaims,resourceclaimtemplates", Write)) { AggregateTo = "edit" },
        new(
            "system:aggregate-to-view",
            On(
                "",
                "configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,"
                    + "replicationcontrollers/scale,serviceaccounts,services,services/status",
                Read),
            On(
                "",
                "bindings,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status",
                Read),
            On("", "namespaces", Read),
            On(",events.k8s.io", "events", Read),
            On("discovery.k8s.io", "endpointslices", Read),
            On(
                "apps",
                "controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,"
                    + "replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status",
                Read),
            On("autoscaling", "horizontalpodautoscalers,horizontalpodautoscalers/status", Read),
            On("batch", "cronjobs,cronjobs/status,jobs,jobs/status", Read),
            On(
                "extensions",
                "daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,"
                    + "replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale",
                Read),
            On("policy", "poddisruptionbudgets,poddisruptionbudgets/status", Read),
            On("networking.k8s.io", "ingresses,ingresses/status,networkpolicies", Read),
            On("resource.k8s.io", "resourceclaims,resourceclaims/status,resourceclaimtemplates", Read)) { AggregateTo = "view" },
        new(
            "system:basic-user",
            On("authorization.k8s.io", "selfsubjectaccessreviews,selfsubjectrulesreviews", "create"),
            On("authentication.k8s.io", "selfsubjectreviews", "create")),
        new("system:discovery", OnPaths("/api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/", "get")),
        new("system:public-info-viewer", OnPaths("/healthz,/livez,/readyz,/version,/version/", "get")),
        new(
            "system:monitoring",
            OnPaths("/healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*", "get")),
        new(
            "system:service-account-issuer-discovery",
            OnPaths("/.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/", "get")),
    ];
}
