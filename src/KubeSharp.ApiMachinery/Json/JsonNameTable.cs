using System.Text;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>An immutable set of member names that the parser finds by their UTF-8 bytes, so that known names cost no allocation.</summary>
public sealed class JsonNameTable
{
    private readonly (byte[] Bytes, string Name)[] slots;
    private readonly int mask;

    /// <summary>A table of these names.</summary>
    public JsonNameTable(IEnumerable<string> names)
    {
        var distinct = new HashSet<string>(names, StringComparer.Ordinal);
        var size = 16;
        while (size < distinct.Count * 3) size *= 2;
        slots = new (byte[], string)[size];
        mask = size - 1;
        foreach (var name in distinct)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var at = Hash(bytes) & mask;
            while (slots[at].Bytes is not null) at = (at + 1) & mask;
            slots[at] = (bytes, string.Intern(name));
        }
    }

    /// <summary>Names that nearly every object has.</summary>
    public static JsonNameTable Common { get; } = new(
    [
        "apiVersion", "kind", "metadata", "name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp",
        "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers", "managedFields",
        "manager", "operation", "time", "fieldsType", "fieldsV1", "subresource", "controller", "blockOwnerDeletion", "spec", "status",
        "data", "binaryData", "type", "conditions", "lastTransitionTime", "lastProbeTime", "lastUpdateTime", "reason", "message",
        "observedGeneration", "selector", "matchLabels", "matchExpressions", "key", "operator", "values", "value", "effect", "items",
        "template", "containers", "initContainers", "image", "imagePullPolicy", "command", "args", "env", "valueFrom", "fieldRef",
        "fieldPath", "ports", "containerPort", "hostPort", "protocol", "port", "targetPort", "nodePort", "resources", "limits", "requests",
        "cpu", "memory", "volumeMounts", "mountPath", "readOnly", "volumes", "emptyDir", "configMap", "secret", "projected", "sources",
        "serviceAccountToken", "expirationSeconds", "path", "downwardAPI", "defaultMode", "livenessProbe", "readinessProbe", "startupProbe",
        "httpGet", "scheme", "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
        "terminationMessagePath", "terminationMessagePolicy", "securityContext", "restartPolicy", "terminationGracePeriodSeconds",
        "dnsPolicy", "serviceAccountName", "serviceAccount", "nodeName", "schedulerName", "tolerations", "tolerationSeconds", "priority",
        "enableServiceLinks", "preemptionPolicy", "phase", "hostIP", "hostIPs", "podIP", "podIPs", "ip", "startTime", "containerStatuses",
        "state", "lastState", "running", "startedAt", "terminated", "waiting", "exitCode", "finishedAt", "containerID", "ready",
        "restartCount", "imageID", "started", "qosClass", "replicas", "strategy", "rollingUpdate", "maxSurge", "maxUnavailable",
        "revisionHistoryLimit", "progressDeadlineSeconds", "availableReplicas", "readyReplicas", "updatedReplicas", "unavailableReplicas",
        "clusterIP", "clusterIPs", "sessionAffinity", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy", "loadBalancer", "endpoints",
        "addresses", "addressType", "targetRef", "holderIdentity", "leaseDurationSeconds", "acquireTime", "renewTime", "leaseTransitions",
        "involvedObject", "source", "component", "host", "firstTimestamp", "lastTimestamp", "count", "eventTime", "reportingComponent",
        "reportingInstance", "rules", "apiGroups", "verbs", "roleRef", "apiGroup", "subjects", ".", "f:metadata", "f:spec", "f:status",
        "f:labels", "f:annotations", "f:conditions", "f:type", "f:reason", "f:message", "f:lastTransitionTime", "f:name",
    ]);

    /// <summary>The string for these bytes, or null when it is not in the table.</summary>
    public string? Find(ReadOnlySpan<byte> name)
    {
        var at = Hash(name) & mask;
        while (slots[at].Bytes is { } bytes)
        {
            if (name.SequenceEqual(bytes)) return slots[at].Name;
            at = (at + 1) & mask;
        }

        return null;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name) hash = (hash ^ b) * 16777619u;
        return (int)(hash ^ (hash >> 15)) & int.MaxValue;
    }
}
