using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

namespace KubeSharp.ApiServer.Tests.Resources.Core.PodTemplates;

/// <summary>A pod that is let pass, and what its creator is told.</summary>
public sealed class PodWarningsTests
{
    [Theory]
    [InlineData("spec: {nodeSelector: {beta.kubernetes.io/arch: x}}", "spec.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use \"kubernetes.io/arch\" instead")]
    [InlineData("spec: {topologySpreadConstraints: [{maxSkew: 1, topologyKey: failure-domain.beta.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]}",
        "spec.topologySpreadConstraints[0].topologyKey: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead")]
    [InlineData("spec: {affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: z}}]}}}",
        "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod")]
    [InlineData("spec: {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: beta.kubernetes.io/os, operator: Exists}]}}]}}}",
        "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use \"kubernetes.io/os\" instead")]
    [InlineData("metadata: {annotations: {scheduler.alpha.kubernetes.io/critical-pod: ''}}",
        "metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the \"priorityClassName\" field instead")]
    [InlineData("metadata: {annotations: {container.seccomp.security.alpha.kubernetes.io/c: unconfined}}",
        "metadata.annotations[container.seccomp.security.alpha.kubernetes.io/c]: non-functional in v1.27+; use the \"seccompProfile\" field instead")]
    [InlineData("spec: {imagePullSecrets: [{name: a}, {name: a}, {}]}", "spec.imagePullSecrets[1].name: duplicate name \"a\"\nspec.imagePullSecrets[2].name: invalid empty name \"\"")]
    [InlineData("spec: {hostAliases: [{ip: '::ffff:1.2.3.4'}, {ip: '2001:DB8::1'}]}",
        "spec.hostAliases[0].ip: non-standard IP address \"::ffff:1.2.3.4\" will be considered invalid in a future Kubernetes release: use \"1.2.3.4\"\n"
        + "spec.hostAliases[1].ip: IPv6 address \"2001:DB8::1\" should be in RFC 5952 canonical format (\"2001:db8::1\")")]
    [InlineData("spec: {overhead: {memory: 1500m}}", "spec.overhead[memory]: fractional byte value \"1500m\" is invalid, must be an integer")]
    public void AnOddPodIsWarnedOf(string members, string warnings) => Assert.Equal(warnings, Warnings(PodUnderTest.Pod(members)));

    [Theory]
    [InlineData("env: [{name: A, value: x}, {name: A, value: $(A)y}]", "")]
    [InlineData("env: [{name: A, value: x}, {name: A, value: $(A)}]", "spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply")]
    [InlineData("ports: [{containerPort: 80}, {containerPort: 80, hostPort: 1}]", "spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]")]
    [InlineData("ports: [{containerPort: 80, hostPort: 1}, {containerPort: 80, hostPort: 1, hostIP: 1.2.3.4}]", "spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]")]
    [InlineData("ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]", "")]
    [InlineData("resources: {limits: {ephemeral-storage: 100m}}",
        "spec.containers[0].resources.limits[ephemeral-storage]: fractional byte value \"100m\" is invalid, must be an integer\n"
        + "spec.containers[0].resources.requests[ephemeral-storage]: fractional byte value \"100m\" is invalid, must be an integer")]
    public void AnOddContainerIsWarnedOf(string members, string warnings) => Assert.Equal(warnings, Warnings(PodUnderTest.WithContainer(members)));

    [Theory]
    [InlineData("gitRepo: {repository: r}", "spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+")]
    [InlineData("storageos: {volumeName: v}", "spec.volumes[0].storageOS: deprecated in v1.22, non-functional in v1.25+")]
    [InlineData("configMap: {name: m, items: [{key: a, path: x}, {key: b, path: x/y}]}", "volume \"v\" (ConfigMap \"m\"): overlapping paths: \"x/y\" with \"x\"")]
    [InlineData("projected: {sources: [{}, {secret: {name: s, items: [{key: a, path: t}]}}, {serviceAccountToken: {path: t/}}]}",
        "volume \"v\" (Projected) has no sources provided\nvolume \"v\" (Projected): overlapping paths: \"t\" (ServiceAccountToken) with \"t\" (Secret \"s\")")]
    [InlineData("ephemeral: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 100m}}}}}",
        "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value \"100m\" is invalid, must be an integer")]
    public void AnOddVolumeIsWarnedOf(string source, string warnings) => Assert.Equal(warnings, Warnings(PodUnderTest.WithSpec("volumes: [{name: v, " + source + "}]")));

    [Fact]
    public void SidecarsAndContainersShareTheNamesOfPorts() => Assert.Equal(
        "spec.containers[0].ports[0]: duplicate port name \"web\" with spec.initContainers[1].ports[0], services and probes that select ports by name will use spec.initContainers[1].ports[0]",
        Warnings(PodUnderTest.WithSpec(
            "initContainers: [{name: a, image: i, ports: [{name: web, containerPort: 1}]}, {name: b, image: i, restartPolicy: Always, ports: [{name: web, containerPort: 2}]}], "
            + "containers: [{name: c, image: i, ports: [{name: web, containerPort: 3}]}]")));

    [Fact]
    public void OnlyTemplatesAreWarnedHereOfAppArmorAnnotationsAndNegativeGrace()
    {
        var pod = PodUnderTest.Pod("metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined}}, spec: {terminationGracePeriodSeconds: -1}");
        Assert.Equal("", Warnings(pod));
        pod.GetObject("spec")!.Set("terminationGracePeriodSeconds", -1);
        var warnings = new List<string>();
        PodWarnings.OfTemplate(pod, FieldPath.Of("spec", "template"), warnings.Add);
        Assert.Equal(
            "spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated since v1.30; use the \"appArmorProfile\" field instead\n"
            + "spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1",
            PodUnderTest.Lines(warnings));
    }

    [Theory]
    [InlineData("a", "")]
    [InlineData("a.b", "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]")]
    public void ANameWithDotsIsNoHostname(string name, string warning)
    {
        var warnings = new List<string>();
        PodWarnings.OfName(name, warnings.Add);
        Assert.Equal(warning, PodUnderTest.Lines(warnings));
    }

    private static string Warnings(JsonObject pod)
    {
        var warnings = new List<string>();
        PodWarnings.OfPod(pod, warnings.Add);
        return PodUnderTest.Lines(warnings);
    }
}
