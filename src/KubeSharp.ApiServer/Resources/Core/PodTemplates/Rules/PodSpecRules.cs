using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The rules for the specification of a pod, the same for pods and for the templates of workloads. Defaults are filled in already.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec</remarks>
internal static class PodSpecRules
{
    /// <summary>Finds what is wrong with a specification.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="podName">The name of the pod; null for a template.</param>
    public static void Check(FieldCheck spec, string? podName = null)
    {
        var isPod = podName is not null;
        var volumes = VolumeRules.Check(spec, podName);
        PodClaimRules.Check(spec);
        var containers = new ContainerRules(spec, volumes, isPod);
        containers.Check();
        PodResourceRules.Check(spec);
        PortRules.HostNetwork(spec, isPod);
        if (spec.Text("restartPolicy").Length > 0) spec.OneOf("restartPolicy", "Always", "OnFailure", "Never");
        if (spec.Text("dnsPolicy").Length > 0) spec.OneOf("dnsPolicy", "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        ObjectMetaValidator.ValidateLabels(spec.Value.GetObject("nodeSelector"), spec.At("nodeSelector"), spec.Errors);
        var context = spec.ChildOrEmpty("securityContext");
        SecurityRules.Pod(context, spec.Flag("hostNetwork"), spec.Flag("hostIPC"));
        if (spec.Flag("hostPID") && spec.Flag("shareProcessNamespace"))
            spec.Errors.Add(FieldError.Invalid(context.At("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled"));
        UserNamespaces(spec);
        WindowsRules.Check(spec, containers.All);
        SchedulingRules.Check(spec);
        NameRules.Check(spec);
        NameResolutionRules.Check(spec);
        if (spec.Has("preemptionPolicy")) spec.OneOf("preemptionPolicy", "PreemptLowerPriority", "Never");
        if (spec.Child("overhead") is { } overhead) ResourceRules.Overhead(overhead);
        if (spec.Number("activeDeadlineSeconds") is < 1 or > int.MaxValue) spec.Invalid("activeDeadlineSeconds", StringValidators.InclusiveRange(1, int.MaxValue));
        foreach (var gate in spec.Items("readinessGates")) gate.Messages("conditionType", StringValidators.QualifiedName(gate.Text("conditionType")));
    }

    // Users of the pod that are not those of the host cannot go with what else would be shared with the host.
    private static void UserNamespaces(FieldCheck spec)
    {
        const string Reason = "when `hostUsers` is false";
        if (spec.Value.GetBool("hostUsers") != false) return;
        foreach (var name in (ReadOnlySpan<string>)["hostNetwork", "hostPID", "hostIPC"])
        {
            if (spec.Flag(name)) spec.Forbid(name, Reason);
        }

        foreach (var container in PodContainers.All(spec))
        {
            if (container.Items("volumeDevices").Count > 0) container.Forbid("volumeDevices", Reason);
        }
    }
}
