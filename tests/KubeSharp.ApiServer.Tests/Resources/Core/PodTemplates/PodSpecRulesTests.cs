using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Tests.Resources.Core.PodTemplates;

/// <summary>A specification and what is wrong with it.</summary>
public sealed class PodSpecRulesTests
{
    private const string Label =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + @"(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    [Theory]
    [InlineData("", "")]
    [InlineData("containers: []", "spec.containers: Required value")]
    [InlineData("restartPolicy: Sometimes", "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\", \"Never\"")]
    [InlineData("dnsPolicy: X", "spec.dnsPolicy: Unsupported value: \"X\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", \"Default\", \"None\"")]
    [InlineData("activeDeadlineSeconds: 0", "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive")]
    [InlineData("hostname: A", "spec.hostname: Invalid value: \"A\": " + Label)]
    [InlineData("nodeName: N_", "spec.nodeName: Invalid value: \"N_\": " + Subdomain)]
    [InlineData("runtimeClassName: ''", "spec.runtimeClassName: Invalid value: \"\": " + Subdomain)]
    [InlineData("preemptionPolicy: X", "spec.preemptionPolicy: Unsupported value: \"X\": supported values: \"PreemptLowerPriority\", \"Never\"")]
    [InlineData("hostnameOverride: a.b, hostNetwork: true", "spec.hostnameOverride: Forbidden: may not be specified when `hostNetwork` is true")]
    [InlineData("hostUsers: false, hostNetwork: true, hostPID: true", "spec.hostNetwork: Forbidden: when `hostUsers` is false\nspec.hostPID: Forbidden: when `hostUsers` is false")]
    [InlineData("overhead: {cpu: '-1'}", "spec.overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("hostNetwork: true, securityContext: {sysctls: [{name: net.core.somaxconn, value: '1'}]}", "spec.securityContext.sysctls[0].name: Invalid value: \"net.core.somaxconn\": may not be specified when 'hostNetwork' is true")]
    [InlineData("hostIPC: true, securityContext: {sysctls: [{name: kernel/shmmax, value: '1'}]}", "spec.securityContext.sysctls[0].name: Invalid value: \"kernel/shmmax\": may not be specified when 'hostIPC' is true")]
    [InlineData("securityContext: {seLinuxChangePolicy: MountOption}", "spec.securityContext.seLinuxChangePolicy: Unsupported value: \"MountOption\": supported values: \"Recursive\"")]
    [InlineData("schedulingGates: [{name: a}, {name: a}]", "spec.schedulingGates[1]: Duplicate value: \"a\"")]
    [InlineData(
        "resourceClaims: [{name: a}]",
        "spec.resourceClaims[0]: Invalid value: {\"Name\":\"a\",\"ResourceClaimName\":null,\"ResourceClaimTemplateName\":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")]
    public void ASpecificationIsFaultedForWhatItSays(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithSpec(members)));

    [Theory]
    [InlineData("dnsPolicy: None", "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None")]
    [InlineData("dnsPolicy: None, dnsConfig: {}", "spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None")]
    [InlineData(
        "dnsConfig: {nameservers: [1.1.1.1, 2.2.2.2, 3.3.3.3, 4.4.4.4]}",
        "spec.dnsConfig.nameservers: Invalid value: [\"1.1.1.1\",\"2.2.2.2\",\"3.3.3.3\",\"4.4.4.4\"]: must not have more than 3 nameservers")]
    [InlineData("dnsConfig: {nameservers: [x]}", "spec.dnsConfig.nameservers[0]: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("dnsConfig: {searches: [., a_b.c., _tcp.x]}", "")]
    [InlineData("dnsConfig: {options: [{value: x}]}", "spec.dnsConfig.options[0]: Required value: must not be empty")]
    [InlineData("hostAliases: [{ip: 1.2.3, hostnames: [a]}]", "spec.hostAliases[0].ip: Invalid value: \"1.2.3\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("hostAliases: [{ip: 1.2.3.4, hostnames: [A]}]", "spec.hostAliases[0].hostnames[0]: Invalid value: \"A\": " + Subdomain)]
    public void NameResolutionIsChecked(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithSpec(members)));

    [Theory]
    [InlineData("os: {name: plan9}", "spec.os: Unsupported value: \"plan9\": supported values: \"linux\", \"windows\"")]
    [InlineData("os: {name: windows}, hostPID: true", "spec.hostPID: Forbidden: cannot be set for a windows pod")]
    [InlineData("os: {name: windows}, securityContext: {runAsUser: 1, sysctls: [{name: a.b, value: c}]}",
        "spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod\nspec.securityContext.sysctls: Forbidden: cannot be set for a windows pod")]
    [InlineData("os: {name: linux}, securityContext: {windowsOptions: {runAsUserName: a}}", "spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod")]
    [InlineData("os: {name: windows}, resources: {limits: {cpu: 1}}", "spec.resources: Forbidden: may not be set for a windows pod")]
    [InlineData("securityContext: {windowsOptions: {runAsUserName: ''}}", "spec.securityContext.windowsOptions.runAsUserName: Invalid value: \"\": runAsUserName cannot be an empty string")]
    [InlineData("securityContext: {windowsOptions: {runAsUserName: 'a\\..'}}",
        "spec.securityContext.windowsOptions.runAsUserName: Invalid value: \"a\\\\..\": runAsUserName's User cannot contain only periods or spaces")]
    [InlineData("securityContext: {windowsOptions: {gmsaCredentialSpec: ''}}", "spec.securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: \"\": gmsaCredentialSpec cannot be an empty string")]
    [InlineData(
        "hostNetwork: true, containers: [{name: a, image: i, securityContext: {windowsOptions: {hostProcess: true}}}, {name: b, image: i}]",
        "spec: Invalid value: \"\": If pod contains any hostProcess containers then all containers must be HostProcess containers")]
    [InlineData(
        "hostNetwork: true, securityContext: {windowsOptions: {hostProcess: true}}, containers: [{name: a, image: i, securityContext: {windowsOptions: {hostProcess: false}}}]",
        "spec.containers[0].securityContext.windowsOptions.hostProcess: Invalid value: false: pod hostProcess value must be identical if both are specified, was true")]
    public void TheOperatingSystemDecidesWhatMayBeSaid(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithSpec(members)));

    [Theory]
    [InlineData("resources: {requests: {cpu: 1}, limits: {cpu: 2}}", "")]
    [InlineData("resources: {limits: {ephemeral-storage: 1Gi}}", "spec.resources.limits[ephemeral-storage]: Unsupported value: \"ephemeral-storage\": supported values: \"cpu\", \"hugepages-\", \"memory\"")]
    [InlineData("resources: {requests: {cpu: 2}, limits: {cpu: 1}}", "spec.resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1")]
    [InlineData(
        "resources: {requests: {cpu: 1}}, containers: [{name: a, image: i, resources: {requests: {cpu: 600m}}}, {name: b, image: i, resources: {requests: {cpu: 500m}}}]",
        "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to aggregate container requests of 1100m")]
    [InlineData(
        "resources: {limits: {cpu: 1}, requests: {cpu: 1}}, containers: [{name: a, image: i, resources: {limits: {cpu: 2}, requests: {cpu: 1}}}]",
        "spec.resources.containers[0][cpu].limits: Invalid value: \"2\": must be less than or equal to pod limits of 1")]
    public void ResourcesOfThePodFitThoseOfItsContainers(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithSpec(members)));

    [Fact]
    public void ATemplateMayLeaveOutTheImageOfAVolume()
    {
        var pod = PodUnderTest.WithSpec("volumes: [{name: v, image: {}}]");
        Assert.Equal("", PodUnderTest.Faults(pod, isTemplate: true));
        Assert.Equal("spec.volumes[0].image.reference: Required value", PodUnderTest.Faults(pod));
    }

    [Theory]
    [InlineData("containers: [{name: c, image: i, securityContext: {privileged: true}}]", "spec.containers[0].securityContext.privileged: Forbidden: disallowed by cluster policy")]
    [InlineData("securityContext: {windowsOptions: {hostProcess: true}}", "spec: Forbidden: hostProcess containers are disallowed by cluster policy")]
    [InlineData("", "")]
    public void PrivilegesMayBeForbiddenAtAll(string members, string faults)
    {
        var errors = new ErrorList();
        PrivilegeRules.Check(new FieldCheck(PodUnderTest.WithSpec(members).GetObject("spec")!, FieldPath.Spec, errors));
        Assert.Equal(faults, PodUnderTest.Show(errors));
    }

    [Fact]
    public void OnTheHostsNetworkATemplateMayLeaveHostPortsToItsPods()
    {
        var template = PodUnderTest.WithSpec("containers: [{name: c, image: i, ports: [{containerPort: 80}]}]");
        template.GetObject("spec")!.Set("hostNetwork", true);
        Assert.Equal("", PodUnderTest.Faults(template, isTemplate: true));
        Assert.Equal("spec.containers[0].ports[0].hostPort: Invalid value: 0: must match `containerPort` when `hostNetwork` is true", PodUnderTest.Faults(template));
    }
}
