using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.Pods;

namespace KubeSharp.ApiServer.Tests.Resources.Core.Pods;

/// <summary>A pod before and after a resize, and what of it is refused.</summary>
public sealed class PodResizeRulesTests
{
    [Theory]
    [InlineData("requests: {cpu: 1}", "requests: {cpu: 2}", "")]
    [InlineData("requests: {cpu: 1}", "requests: {cpu: 1}, limits: {memory: 1Gi}", "")]
    [InlineData("requests: {cpu: 1}, limits: {memory: 1Gi}", "requests: {cpu: 1}", "spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed\nspec.containers[0].resources.requests: Forbidden: resource requests cannot be removed")]
    [InlineData("requests: {cpu: 1}", "requests: {cpu: 1, ephemeral-storage: 1Gi}", "spec: Forbidden: only cpu and memory resources are mutable")]
    [InlineData("", "requests: {cpu: 1}", "spec: Invalid value: \"\": Pod QOS Class may not change as a result of resizing")]
    [InlineData("limits: {cpu: 1, memory: 1Gi}", "limits: {cpu: 2, memory: 1Gi}, requests: {cpu: 1, memory: 1Gi}", "spec: Invalid value: \"\": Pod QOS Class may not change as a result of resizing")]
    public void OnlyComputingResourcesChangeAndNeverTheClass(string before, string after, string faults) => Assert.Equal(
        faults, Faults("spec: {containers: [{name: c, image: i, resources: {" + before + "}}]}", "spec: {containers: [{name: c, image: i, resources: {" + after + "}}]}"));

    [Theory]
    [InlineData("spec: {os: {name: windows}}", "[]: Forbidden: windows pods cannot be resized")]
    [InlineData("metadata: {annotations: {kubernetes.io/config.mirror: x}}", "[]: Forbidden: static pods cannot be resized")]
    [InlineData("status: {containerStatuses: [{name: c, image: i, imageID: '', ready: true, restartCount: 0, state: {running: {}}}]}", "spec: Forbidden: Pod running on node without support for resize")]
    public void SomePodsCannotBeResized(string pod, string faults) => Assert.Equal(faults, Faults(pod, pod));

    [Theory]
    [InlineData("containers: [{name: d, image: i}]", "spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize")]
    [InlineData("containers: [{name: c, image: i}, {name: d, image: i}]", "spec.containers: Forbidden: containers may not be added or removed on resize")]
    public void ContainersStayWhereTheyAre(string after, string faults) => Assert.Equal(faults, Faults("", "spec: {" + after + "}"));

    [Theory]
    [InlineData("resources: {requests: {cpu: 1}}", "", "spec.resources: Forbidden: pod-level resources cannot be removed\nspec: Invalid value: \"\": Pod QOS Class may not change as a result of resizing")]
    [InlineData("resources: {requests: {cpu: 1}}", "resources: {requests: {cpu: 2}}", "")]
    [InlineData("resources: {requests: {cpu: 1, memory: 1Gi}}", "resources: {requests: {cpu: 1}}", "spec.resources.requests: Forbidden: pod-level resource requests cannot be removed")]
    public void ResourcesOfThePodFollowTheSameRules(string before, string after, string faults) => Assert.Equal(faults, Faults("spec: {" + before + "}", "spec: {" + after + "}"));

    [Fact]
    public void AnInitialContainerThatWouldHaveToRestartIsNotResized()
    {
        const string Before = "spec: {initContainers: [{name: a, image: i, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}], resources: {requests: {cpu: 1}}}]}";
        Assert.Equal(
            "spec.initContainers[0]: Forbidden: non-sidecar init containers with a resize policy of RestartContainer cannot be resized",
            Faults(Before, Before.Replace("cpu: 1}", "cpu: 2}", StringComparison.Ordinal)));
    }

    private static string Faults(string before, string after)
    {
        var errors = new ErrorList();
        PodResizeRules.Check(PodUnderTest.Pod(after), PodUnderTest.Pod(before), errors);
        return PodUnderTest.Show(errors);
    }
}
