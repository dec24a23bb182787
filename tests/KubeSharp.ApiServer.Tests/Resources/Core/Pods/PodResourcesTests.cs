using KubeSharp.ApiServer.Resources.Core.Pods;

namespace KubeSharp.ApiServer.Tests.Resources.Core.Pods;

public sealed class PodResourcesTests
{
    [Theory]
    [InlineData("containers: [{name: c, image: i}]", "BestEffort")]
    [InlineData("containers: [{name: c, image: i, resources: {limits: {cpu: 1, memory: 1Gi}}}]", "Guaranteed")]
    [InlineData("containers: [{name: c, image: i, resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}}}]", "Burstable")]
    [InlineData("containers: [{name: c, image: i, resources: {limits: {cpu: 1, memory: 1Gi}}}, {name: d, image: i}]", "Burstable")]
    [InlineData("containers: [{name: c, image: i, resources: {requests: {ephemeral-storage: 1Gi}}}]", "BestEffort")]
    [InlineData("containers: [{name: c, image: i, resources: {requests: {cpu: 0}}}]", "BestEffort")]
    [InlineData("resources: {limits: {cpu: 1, memory: 1Gi}}, containers: [{name: c, image: i}]", "Guaranteed")]
    [InlineData("resources: {requests: {cpu: 1}}, containers: [{name: c, image: i, resources: {limits: {cpu: 1, memory: 1Gi}}}]", "Burstable")]
    public void TheClassFollowsFromRequestsAndLimits(string members, string expected) =>
        Assert.Equal(expected, PodResources.QosClass(PodUnderTest.WithSpec(members).GetObject("spec")!));

    [Theory]
    [InlineData("containers: [{name: c, image: i, resources: {limits: {cpu: 2}, requests: {memory: 1Gi}}}]", "{\"cpu\":\"2\",\"memory\":\"1Gi\"}", "containers")]
    [InlineData("resources: {limits: {cpu: 4, memory: 2Gi}}, containers: [{name: c, image: i, resources: {requests: {cpu: 1}}}]", "{\"cpu\":\"1\",\"memory\":\"2Gi\"}", "")]
    [InlineData("resources: {limits: {cpu: 4}}, initContainers: [{name: a, image: i, resources: {requests: {cpu: 3}}}], containers: [{name: c, image: i, resources: {requests: {cpu: 1}}}]", "{\"cpu\":\"3\"}", "")]
    [InlineData("resources: {limits: {cpu: 4}}, initContainers: [{name: a, image: i, restartPolicy: Always, resources: {requests: {cpu: 1}}}], containers: [{name: c, image: i, resources: {requests: {cpu: 1}}}]", "{\"cpu\":\"2\"}", "")]
    [InlineData("resources: {requests: {cpu: 2}}, containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]", "{\"cpu\":\"2\"}", "")]
    [InlineData("resources: {requests: {cpu: 2}}, containers: [{name: c, image: i, resources: {limits: {hugepages-2Mi: 2Mi}, requests: {memory: 1Gi}}}]", "{\"cpu\":\"2\",\"hugepages-2Mi\":\"2Mi\",\"memory\":\"1Gi\"}", "")]
    public void WhatIsNotRequestedFollowsFromLimitsAndContainers(string members, string requests, string list)
    {
        var spec = PodUnderTest.WithSpec(members).GetObject("spec")!;
        var owner = list.Length == 0 ? spec : spec.GetArray(list)![0];
        var found = owner.FindObject("resources", "requests")!.Clone();
        found.SortMembers();
        Assert.Equal(requests, found.ToString());
    }
}
