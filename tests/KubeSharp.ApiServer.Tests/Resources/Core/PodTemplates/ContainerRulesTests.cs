namespace KubeSharp.ApiServer.Tests.Resources.Core.PodTemplates;

/// <summary>A container and what is wrong with it.</summary>
public sealed class ContainerRulesTests
{
    private const string C = "spec.containers[0].";

    [Theory]
    [InlineData("lifecycle: {preStop: {sleep: {seconds: 31}}}", C + "lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)")]
    [InlineData("lifecycle: {postStart: {}}", C + "lifecycle.postStart: Required value: must specify a handler type")]
    [InlineData("lifecycle: {postStart: {exec: {command: [a]}, tcpSocket: {port: 1}}}", C + "lifecycle.postStart.tcpSocket: Forbidden: may not specify more than 1 handler type")]
    [InlineData("livenessProbe: {exec: {}}", C + "livenessProbe.exec.command: Required value")]
    [InlineData("livenessProbe: {grpc: {port: 0}}", C + "livenessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive")]
    [InlineData("startupProbe: {tcpSocket: {port: 1}, successThreshold: 2}", C + "startupProbe.successThreshold: Invalid value: 2: must be 1")]
    [InlineData("readinessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 0}",
        C + "readinessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0\n"
        + C + "readinessProbe.terminationGracePeriodSeconds: Invalid value: 0: must not be set for readinessProbes")]
    [InlineData("readinessProbe: {tcpSocket: {port: a_b}}", C + "readinessProbe.tcpSocket.port: Invalid value: \"a_b\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")]
    public void HandlersAreChecked(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithContainer(members)));

    [Theory]
    [InlineData("restartPolicy: Always", "")]
    [InlineData("restartPolicy: Odd", C + "restartPolicy: Unsupported value: \"Odd\": supported values: \"Always\", \"Never\", \"OnFailure\"")]
    [InlineData("restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]", C + "restartPolicy: Required value: must specify restartPolicy when restart rules are used")]
    [InlineData("restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: NotIn, values: [0]}}]", "")]
    [InlineData("restartPolicy: Never, restartPolicyRules: [{action: Stop, exitCodes: {operator: Equals, values: [0]}}]",
        C + "restartPolicyRules[0].action: Unsupported value: \"Stop\": supported values: \"Restart\", \"RestartAllContainers\"\n"
        + C + "restartPolicyRules[0].exitCodes.operator: Unsupported value: \"Equals\": supported values: \"In\", \"NotIn\"")]
    [InlineData("resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}, {resourceName: cpu, restartPolicy: RestartContainer}]", C + "resizePolicy[1]: Duplicate value: \"cpu\"")]
    [InlineData("resizePolicy: [{resourceName: disk, restartPolicy: Odd}]",
        C + "resizePolicy: Unsupported value: \"Odd\": supported values: \"NotRequired\", \"RestartContainer\"\n" + C + "resizePolicy: Unsupported value: \"disk\": supported values: \"cpu\", \"memory\"")]
    public void RestartsAreChecked(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithContainer(members)));

    [Theory]
    [InlineData("env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: /abs, key: K}}}]", C + "env[0].valueFrom.fileKeyRef.path: Invalid value: \"/abs\": must be a relative path")]
    [InlineData("env: [{name: A, valueFrom: {fieldRef: {fieldPath: 'metadata.labels[''a/b/c'']'}}}]",
        C + "env[0].valueFrom.fieldRef: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' "
        + "(e.g. 'example.com/MyName')")]
    [InlineData("env: [{name: A, valueFrom: {fieldRef: {fieldPath: 'metadata.annotations[''A/B'']'}}}]", "")]
    [InlineData("env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 3}}}]",
        C + "env[0].valueFrom.resourceFieldRef.divisor: Invalid value: \"limits.memory\": only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the memory resource")]
    [InlineData("envFrom: [{prefix: 'a b', configMapRef: {name: c}}]", "")]
    [InlineData("envFrom: [{configMapRef: {name: ''}}, {secretRef: {name: a-}}]", C + "envFrom[0].configMapRef.name: Required value")]
    [InlineData("env: [{name: A, valueFrom: {fieldRef: {fieldPath: '[''a'']'}}}]", C + "env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"['a']\": error converting fieldPath: field label not supported: ['a']")]
    public void TheEnvironmentIsChecked(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithContainer(members)));

    [Theory]
    [InlineData("volumeMounts: [{mountPath: ''}, {name: v, mountPath: ''}]",
        C + "volumeMounts[0].mountPath: Required value\n" + C + "volumeMounts[0].name: Not found: \"\"\n" + C + "volumeMounts[0].name: Required value\n"
        + C + "volumeMounts[1].mountPath: Invalid value: \"\": must be unique\n" + C + "volumeMounts[1].mountPath: Required value\n" + C + "volumeMounts[1].name: Not found: \"v\"")]
    [InlineData("volumeDevices: [{name: '', devicePath: /../a}, {name: v, devicePath: /../a}]",
        C + "volumeDevices[0].devicePath: Invalid value: \"/../a\": can not contain backsteps ('..')\n" + C + "volumeDevices[0].name: Not found: \"\"\n"
        + C + "volumeDevices[0].name: Required value\n" + C + "volumeDevices[1].devicePath: Invalid value: \"/../a\": can not contain backsteps ('..')\n"
        + C + "volumeDevices[1].name: Not found: \"v\"")]
    [InlineData("resources: {claims: [{name: ''}, {name: a, request: R_}, {name: a}, {name: a}]}",
        C + "resources.claims[0]: Required value\n" + C + "resources.claims[1].request: Invalid value: \"R_\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
        + "must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')\n"
        + C + "resources.claims[1]: Not found: \"a\": must be one of the names in pod.spec.resourceClaims which is empty\n" + C + "resources.claims[2]: Duplicate value: \"a\"\n"
        + C + "resources.claims[2]: Not found: \"a\": must be one of the names in pod.spec.resourceClaims which is empty\n" + C + "resources.claims[3]: Duplicate value: \"a\"\n"
        + C + "resources.claims[3]: Not found: \"a\": must be one of the names in pod.spec.resourceClaims which is empty")]
    public void WhatIsMissingIsLookedForToo(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithContainer(members)));

    [Fact]
    public void ClaimsThatThePodHasAreNamed() => Assert.Equal(
        C + "resources.claims[0]: Not found: \"c\": must be one of the names in pod.spec.resourceClaims: a, b",
        PodUnderTest.Faults(PodUnderTest.WithSpec(
            "resourceClaims: [{name: b, resourceClaimName: x}, {name: a, resourceClaimName: x}], containers: [{name: c, image: i, resources: {claims: [{name: c}]}}]")));

    [Theory]
    [InlineData("procMount: Unmasked", C + "securityContext.procMount: Invalid value: \"Unmasked\": `hostUsers` must be false to use `Unmasked`")]
    [InlineData("appArmorProfile: {type: Localhost, localhostProfile: ' x'}", C + "securityContext.appArmorProfile.localhostProfile: Invalid value: \" x\": must not be padded with whitespace")]
    [InlineData("appArmorProfile: {type: RuntimeDefault, localhostProfile: x}", C + "securityContext.appArmorProfile.localhostProfile: Invalid value: \"x\": can only be set when AppArmor type is Localhost")]
    [InlineData("appArmorProfile: {type: Odd}", C + "securityContext.appArmorProfile.type: Unsupported value: \"Odd\": supported values: \"Localhost\", \"RuntimeDefault\", \"Unconfined\"")]
    [InlineData("allowPrivilegeEscalation: false, privileged: true",
        "spec.containers[0].securityContext: Invalid value: {\"Capabilities\":null,\"Privileged\":true,\"SELinuxOptions\":null,\"WindowsOptions\":null,\"RunAsUser\":null,\"RunAsGroup\":null,\"RunAsNonRoot\":null,"
        + "\"ReadOnlyRootFilesystem\":null,\"AllowPrivilegeEscalation\":false,\"ProcMount\":null,\"SeccompProfile\":null,\"AppArmorProfile\":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true")]
    public void TheSecurityContextIsChecked(string context, string faults) =>
        Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithContainer("securityContext: {" + context + "}")));

    [Theory]
    [InlineData("initContainers: [{name: c, image: i}]", "spec.initContainers[0].name: Duplicate value: \"c\"")]
    [InlineData("initContainers: [{name: a, image: i, livenessProbe: {tcpSocket: {port: 1}}}]", "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always")]
    [InlineData("initContainers: [{name: a, image: i, restartPolicy: Always, livenessProbe: {tcpSocket: {port: 1}}, lifecycle: {preStop: {sleep: {seconds: 1}}}}]", "")]
    [InlineData("initContainers: [{name: a, image: i}, {name: b, image: i, ports: [{containerPort: 1, hostPort: 1}, {containerPort: 2, hostPort: 1}]}]", "spec.initContainers[0].ports[1].hostPort: Duplicate value: \"TCP//1\"")]
    [InlineData("ephemeralContainers: [{name: d, image: i, restartPolicy: Always, targetContainerName: x}]",
        "spec.ephemeralContainers[0].restartPolicy: Forbidden: cannot be set for an Ephemeral Container\nspec.ephemeralContainers[0].targetContainerName: Not found: \"x\"")]
    public void EachKindOfContainerHasItsOwnRules(string members, string faults) => Assert.Equal(faults, PodUnderTest.Faults(PodUnderTest.WithSpec(members)));

    [Fact]
    public void OnlyPodsMindSpacesAroundAnImage()
    {
        var pod = PodUnderTest.WithSpec("containers: [{name: c, image: ' i'}]");
        Assert.Equal(C + "image: Invalid value: \" i\": must not have leading or trailing whitespace", PodUnderTest.Faults(pod));
        Assert.Equal("", PodUnderTest.Faults(pod, isTemplate: true));
    }
}
