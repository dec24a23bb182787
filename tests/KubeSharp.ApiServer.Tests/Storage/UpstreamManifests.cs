namespace KubeSharp.ApiServer.Tests.Storage;

/// <summary>One small valid object of each of many kinds that a server does not make by itself.</summary>
internal static class UpstreamManifests
{
    private const string PodSpec = """{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"1","memory":"64Mi"}},"ports":[{"containerPort":80}]}]}""";
    private const string Selector = """{"matchLabels":{"a":"b"}}""";

    private static readonly string Template = $$$"""{"metadata":{"labels":{"a":"b"}},"spec":{{{PodSpec}}}}""";

    private const string JobTemplate = """{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}""";

    public static IReadOnlyList<string> All { get; } =
    [
        One("v1", "ServiceAccount", "", "default"),
        One("v1", "ConfigMap", ""","data":{"k":"v"}"""),
        One("v1", "Secret", ""","data":{"k":"dg=="}"""),
        One("v1", "Pod", $$""","spec":{{PodSpec}}"""),
        One("v1", "Node", ""","spec":{"podCIDR":"10.1.0.0/24"}"""),
        One("v1", "PodTemplate", $$""","template":{{Template}}"""),
        One("v1", "ReplicationController", $$""","spec":{"replicas":0,"selector":{"a":"b"},"template":{{Template}}}"""),
        One("v1", "PersistentVolume", ""","spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"}}"""),
        One("v1", "PersistentVolumeClaim", ""","spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}"""),
        One("v1", "ResourceQuota", ""","spec":{"hard":{"secrets":"100"}}"""),
        One("v1", "LimitRange", ""","spec":{"limits":[{"type":"Container","default":{"cpu":"1"}}]}"""),
        One("v1", "Event", ""","involvedObject":{"kind":"Pod","namespace":"default","name":"x"},"reason":"R","type":"Normal","message":"m" """),
        One("apps/v1", "Deployment", $$""","spec":{"selector":{{Selector}},"template":{{Template}}}"""),
        One("apps/v1", "ReplicaSet", $$""","spec":{"selector":{{Selector}},"template":{{Template}}}"""),
        One("apps/v1", "StatefulSet", $$""","spec":{"serviceName":"x","selector":{{Selector}},"template":{{Template}}}"""),
        One("apps/v1", "DaemonSet", $$""","spec":{"selector":{{Selector}},"template":{{Template}}}"""),
        One("apps/v1", "ControllerRevision", ""","revision":1,"data":{"a":1}"""),
        One("batch/v1", "Job", $$""","spec":{"template":{{JobTemplate}}}"""),
        One("batch/v1", "CronJob", ""","spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":""" + JobTemplate + "}}}"),
        One("autoscaling/v2", "HorizontalPodAutoscaler", ""","spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"x"}}"""),
        One("policy/v1", "PodDisruptionBudget", $$""","spec":{"minAvailable":"50%","selector":{{Selector}}}"""),
        One("networking.k8s.io/v1", "Ingress", ""","spec":{"defaultBackend":{"service":{"name":"x","port":{"number":80}}}}"""),
        One("networking.k8s.io/v1", "IngressClass", ""","spec":{"controller":"example.com/c"}"""),
        One("networking.k8s.io/v1", "NetworkPolicy", ""","spec":{"podSelector":{},"ingress":[{"ports":[{"port":"http"}]}]}"""),
        One("discovery.k8s.io/v1", "EndpointSlice", ""","addressType":"IPv4","endpoints":[{"addresses":["10.2.0.1"]}],"ports":[{"name":"p","port":80}]"""),
        One("storage.k8s.io/v1", "StorageClass", ""","provisioner":"example.com/p" """),
        One("storage.k8s.io/v1", "CSIDriver", ""","spec":{"attachRequired":false}"""),
        One("storage.k8s.io/v1", "CSINode", ""","spec":{"drivers":[]}"""),
        One("storage.k8s.io/v1", "VolumeAttachment", ""","spec":{"attacher":"example.com","nodeName":"x","source":{"persistentVolumeName":"x"}}"""),
        One("storage.k8s.io/v1", "CSIStorageCapacity", ""","storageClassName":"x","capacity":"1Gi" """),
        One("node.k8s.io/v1", "RuntimeClass", ""","handler":"runc" """),
        One("scheduling.k8s.io/v1", "PriorityClass", ""","value":5"""),
        One("coordination.k8s.io/v1", "Lease", ""","spec":{"holderIdentity":"me","renewTime":"2026-01-02T03:04:05.000006Z"}"""),
        One("rbac.authorization.k8s.io/v1", "Role", ""","rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]"""),
        One("rbac.authorization.k8s.io/v1", "RoleBinding", ""","roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"x"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"u"}]"""),
        One("resource.k8s.io/v1", "DeviceClass", ""","spec":{"selectors":[{"cel":{"expression":"true"}}]}"""),
        One("resource.k8s.io/v1", "ResourceClaim", ""","spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"x"}}]}}"""),
        One("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", ""","spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["none.example.com"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["x"]}]},"validations":[{"expression":"true"}]}"""),
        One("apiextensions.k8s.io/v1", "CustomResourceDefinition", ""","spec":{"group":"example.com","scope":"Cluster","names":{"plural":"boats","kind":"Boat"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}""", "boats.example.com"),
    ];

    private static string One(string version, string kind, string rest, string name = "x") => $$$"""{"apiVersion":"{{{version}}}","kind":"{{{kind}}}","metadata":{"name":"{{{name}}}"}{{{rest}}}}""";
}
