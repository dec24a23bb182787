namespace KubeSharp.Controllers;

/// <summary>Every controller there is. To add one: a folder with its decision and its shell, and a line here.</summary>
internal static class ControllerList
{
    public static IReadOnlyList<ControllerDescriptor> All { get; } =
    [
        new("deployment-controller", "deployment-controller", static c => new DeploymentController(c)),
        new("replicaset-controller", "replicaset-controller", static c => new ReplicaSetController(c)),
        new("replicationcontroller-controller", "replication-controller", static c => new ReplicationControllerController(c)),
        new("namespace-controller", "namespace-controller", static c => new NamespaceController(c)),
        new("serviceaccount-controller", "service-account-controller", static c => new ServiceAccountController(c)),
        new("serviceaccount-token-controller", "kube-controller-manager", static c => new TokenSecretController(c)),
        new("root-ca-certificate-publisher-controller", "root-ca-cert-publisher", static c => new RootCAPublisher(c)),
        new("endpoints-controller", "endpoint-controller", static c => new EndpointsController(c)),
        new("endpointslice-controller", "endpointslice-controller", static c => new EndpointSliceController(c)),
        new("endpointslice-mirroring-controller", "endpointslicemirroring-controller", static c => new EndpointSliceMirroringController(c)),
        new("garbage-collector-controller", "generic-garbage-collector", static c => new GarbageCollector(c)),
        new("node-lifecycle-controller", "node-controller", static c => new NodeLifecycleController(c)),
        new("taint-eviction-controller", "node-controller", static c => new TaintEvictionController(c)),
        new("node-ipam-controller", "node-controller", static c => new NodeIpamController(c)),
        new("pod-garbage-collector-controller", "pod-garbage-collector", static c => new PodGCController(c)),
        new("job-controller", "job-controller", static c => new JobController(c)),
        new("cronjob-controller", "cronjob-controller", static c => new CronJobController(c)),
        new("ttl-after-finished-controller", "ttl-after-finished-controller", static c => new TtlAfterFinishedController(c)),
        new("clusterrole-aggregation-controller", "clusterrole-aggregation-controller", static c => new RoleAggregationController(c)),
        new("persistentvolumeclaim-protection-controller", "pvc-protection-controller", static c => new ClaimProtectionController(c)),
        new("persistentvolume-protection-controller", "pv-protection-controller", static c => new VolumeProtectionController(c)),
        new("daemonset-controller", "daemon-set-controller", static c => new DaemonSetController(c)),
        new("statefulset-controller", "statefulset-controller", static c => new StatefulSetController(c)),
        new("disruption-controller", "disruption-controller", static c => new DisruptionController(c)),
        new("resourcequota-controller", "resourcequota-controller", static c => new ResourceQuotaController(c)),
        new("certificatesigningrequest-approving-controller", "certificate-controller", static c => new CertificateApprover(c)),
        new("certificatesigningrequest-signing-controller", "certificate-controller", static c => new CertificateSigner(c)),
        new("certificatesigningrequest-cleaner-controller", "certificate-controller", static c => new CertificateCleaner(c)),
        new("validatingadmissionpolicy-status-controller", "validatingadmissionpolicy-status-controller", static c => new ValidatingAdmissionPolicyStatusController(c)),
        new("service-cidr-controller", "service-cidrs-controller", static c => new ServiceCidrController(c)),
        new("persistentvolume-binder-controller", "persistent-volume-binder", static c => new VolumeBinderController(c)),
    ];
}
