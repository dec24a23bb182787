using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>The checks of the server under the names that upstream's have, in its order: who excludes or watches one finds it here too.</summary>
internal static class HealthChecks
{
    /// <param name="store">The store.</param>
    /// <param name="rolesKnown">Whether the roles in force are known.</param>
    /// <param name="started">Whether everything that is made at the start is made.</param>
    /// <param name="stopping">Whether the server is going down.</param>
    /// <param name="fairness">Whether API Priority and Fairness is on.</param>
    /// <param name="rbac">Whether RBAC is.</param>
    /// <param name="services">The checks of key management services.</param>
    /// <param name="encryptionReloads">Whether the configuration of encryption is followed.</param>
    public static IReadOnlyList<HealthCheck> Build(
        IStore store,
        Func<bool> rolesKnown,
        Func<bool> started,
        Func<bool> stopping,
        bool fairness,
        bool rbac,
        IReadOnlyList<HealthCheck> services,
        bool encryptionReloads)
    {
        List<HealthCheck> checks =
        [
            new("ping", static () => null),
            new("log", static () => null),
            .. store.Parts.SelectMany(Store),
            .. services,
            new("informer-sync", () => rolesKnown() ? null : "roles are still being read", Live: false),
        ];
        string?[] hooks =
        [
            encryptionReloads ? "start-encryption-provider-config-automatic-reload" : null, "start-apiserver-admission-initializer", "generic-apiserver-start-informers",
            fairness ? "priority-and-fairness-config-consumer" : null, fairness ? "priority-and-fairness-filter" : null,
            "storage-object-count-tracker-hook", "start-apiextensions-informers", "start-apiextensions-controllers", "crd-informer-synced",
            "start-system-namespaces-controller", "start-cluster-authentication-info-controller", "start-kube-apiserver-identity-lease-controller",
            "start-kube-apiserver-identity-lease-garbage-collector", "start-legacy-token-tracking-controller", "start-service-ip-repair-controllers",
            rbac ? "rbac/bootstrap-roles" : null, "scheduling/bootstrap-system-priority-classes",
            fairness ? "priority-and-fairness-config-producer" : null, "bootstrap-controller", "start-kubernetes-service-cidr-controller",
            "aggregator-reload-proxy-client-cert", "start-kube-aggregator-informers", "apiservice-status-local-available-controller",
            "apiservice-status-remote-available-controller", "apiservice-registration-controller", "apiservice-discovery-controller", "kube-apiserver-autoregistration",
        ];
        checks.AddRange(hooks.OfType<string>().Select(Hook));
        checks.Add(new HealthCheck("autoregister-completion", Started));
        checks.Add(Hook("apiservice-openapi-controller"));
        checks.Add(Hook("apiservice-openapiv3-controller"));
        checks.Add(new HealthCheck("shutdown", () => stopping() || !started() ? "process is shutting down" : null, Live: false));
        return checks;

        // What is kept elsewhere comes with a number, and is excluded with the main store.
        static IEnumerable<HealthCheck> Store(IStore part, int number)
        {
            string? Probe() => part.Health.Ready ? null : part.Health.Message ?? "the store is not available";
            return number == 0
                ? [new("etcd", Probe), new("etcd-readiness", Probe, Live: false)]
                : [new($"etcd-override-{number - 1}", Probe, Group: "etcd"), new($"etcd-override-readiness-{number - 1}", Probe, Live: false, Group: "etcd-readiness")];
        }

        string? Started() => started() ? null : "not finished";

        HealthCheck Hook(string name) => new("poststarthook/" + name, Started);
    }
}
