using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources;
using KubeSharp.ApiServer.Resources.Core.Pods;

namespace KubeSharp.ApiServer.Tests.Resources.Core.Pods;

/// <summary>What is reported about a pod, before and after, and what is wrong with that.</summary>
public sealed class PodStatusRulesTests
{
    private const string Status = "image: i, imageID: '', ready: false, restartCount: 0";
    private const string Ended = "containerStatuses: [{name: c, " + Status + ", state: {terminated: {exitCode: 1}}}]";
    private const string Running = "containerStatuses: [{name: c, " + Status + ", state: {running: {}}}]";
    private const string Back = "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state";

    [Theory]
    [InlineData("restartPolicy: Always", Ended, Running, "")]
    [InlineData("restartPolicy: OnFailure", Ended, Running, "")]
    [InlineData("restartPolicy: Never", Ended, Running, Back)]
    [InlineData("restartPolicy: Never", Running, Ended, "")]
    [InlineData("restartPolicy: Never, containers: [{name: c, image: i, restartPolicy: Always}]", Ended, Running, "")]
    [InlineData("restartPolicy: Never, containers: [{name: c, image: i, restartPolicy: Never, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]}]", Ended, Running, "")]
    [InlineData("restartPolicy: Never, containers: [{name: c, image: i, restartPolicy: Never, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [2]}}]}]", Ended, Running, Back)]
    public void WhatHasEndedForGoodStaysSo(string spec, string before, string after, string faults) => Assert.Equal(faults, Faults(spec, before, after));

    [Fact]
    public void WindowsKnowsNoUsersOfLinux() => Assert.Equal(
        "status.containerStatuses[0].linux: Forbidden: cannot be set for a windows pod",
        Faults("os: {name: windows}", "", "containerStatuses: [{name: c, " + Status + ", user: {linux: {uid: 1, gid: 1}}}]"));

    [Theory]
    [InlineData("", "containerStatuses: [{name: c, " + Status + ", user: {linux: {uid: -1, gid: 1, supplementalGroups: [-2]}}}]",
        "status.containerStatuses[0].linux.supplementalGroups[0]: Invalid value: -2: must be between 0 and 2147483647, inclusive\n"
        + "status.containerStatuses[0].linux.uid: Invalid value: -1: must be between 0 and 2147483647, inclusive")]
    [InlineData("", "qosClass: Burstable", "status.qosClass: Invalid value: \"Burstable\": field is immutable")]
    [InlineData("", "nominatedNodeName: N_", "status.nominatedNodeName: Invalid value: \"N_\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]
    [InlineData("", "podIP: 1.1.1.1, podIPs: [{ip: 1.1.1.1}, {ip: 2.2.2.2}]", "status.podIPs: Invalid value: [{\"IP\":\"1.1.1.1\"},{\"IP\":\"2.2.2.2\"}]: may specify no more than one IP for each IP family")]
    [InlineData("", "podIP: 1.1.1.1, podIPs: [{ip: 1.1.1.1}, {ip: '::1'}]", "")]
    [InlineData("", "hostIP: 1.1.1.1, hostIPs: [{ip: 2.2.2.2}]", "status.hostIPs[0].ip: Invalid value: \"2.2.2.2\": must be equal to `hostIP`")]
    [InlineData("podIPs: [{ip: 1.1.1.1}, {ip: x}]", "podIPs: [{ip: 1.1.1.1}, {ip: x}]",
        "status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: <nil>\n"
        + "status.podIPs: Invalid value: [{\"IP\":\"1.1.1.1\"},{\"IP\":\"x\"}]: may specify no more than one IP for each IP family")]
    [InlineData("", "observedGeneration: -1, conditions: [{type: Ready, status: 'True', observedGeneration: -2}]",
        "status.conditions[0].observedGeneration: Invalid value: -2: must be a non-negative integer\nstatus.observedGeneration: Invalid value: -1: must be a non-negative integer")]
    [InlineData("", "containerStatuses: [{name: c, " + Status + ", allocatedResourcesStatus: [{name: example.com/x, resources: [{resourceID: a, health: Odd}, {resourceID: a, health: Healthy}]}]}]",
        "status.containerStatuses[0].allocatedResourcesStatus[0].name: Invalid value: \"example.com/x\": must match one of the container's resource requests\n"
        + "status.containerStatuses[0].allocatedResourcesStatus[0].resources[0].health: Unsupported value: \"Odd\": supported values: \"Healthy\", \"Unhealthy\", \"Unknown\"\n"
        + "status.containerStatuses[0].allocatedResourcesStatus[0].resources[1].resourceID: Duplicate value: \"a\"")]
    [InlineData("podIP: 01.1.1.1", "podIP: 01.1.1.1", "")]
    [InlineData("", "resourceClaimStatuses: [{name: a}]", "status.resourceClaimStatuses[0].name: Invalid value: \"a\": must match the name of an entry in `spec.resourceClaims`")]
    public void MembersAreChecked(string before, string after, string faults) => Assert.Equal(faults, Faults("", before, after));

    [Theory]
    [InlineData("podIP: 1.1.1.1", "1.1.1.1", "[{\"ip\":\"1.1.1.1\"}]")]
    [InlineData("podIPs: [{ip: 1.1.1.1}, {ip: '::1'}]", "1.1.1.1", "[{\"ip\":\"1.1.1.1\"},{\"ip\":\"::1\"}]")]
    [InlineData("podIP: 2.2.2.2, podIPs: [{ip: 1.1.1.1}]", "2.2.2.2", "[{\"ip\":\"2.2.2.2\"}]")]
    public void TheAddressAndTheListOfAddressesAgree(string status, string address, string addresses)
    {
        var aligned = PodUnderTest.Pod("status: {" + status + "}").GetObject("status")!;
        Assert.Equal(address, aligned.GetString("podIP"));
        Assert.Equal(addresses, aligned.GetArray("podIPs")!.ToString());
    }

    [Fact]
    public void AClientThatKnowsNoGenerationsLosesNone()
    {
        var old = PodUnderTest.Pod("status: {observedGeneration: 3, conditions: [{type: Ready, status: 'True', observedGeneration: 2}]}").GetObject("status")!;
        var status = PodUnderTest.Pod("status: {conditions: [{type: Ready, status: 'False'}]}").GetObject("status")!;
        PodStatusForm.KeepObserved(status, old);
        Assert.Equal(3, status.GetInt64("observedGeneration"));
        Assert.Equal(2, ((JsonObject)status.GetArray("conditions")![0]).GetInt64("observedGeneration"));
    }

    private static string Faults(string spec, string before, string after)
    {
        var errors = new ErrorList();
        var pod = PodUnderTest.Pod("spec: {" + spec + "}, status: {" + after + "}");
        var old = PodUnderTest.Pod("spec: {" + spec + "}, status: {" + before + "}");
        PodStatusRules.Check(
            new FieldCheck(pod.GetObject("status") ?? new JsonObject(), FieldPath.Status, errors), old.GetObject("status") ?? new JsonObject(), pod.GetObject("spec")!);
        return PodUnderTest.Show(errors);
    }
}
