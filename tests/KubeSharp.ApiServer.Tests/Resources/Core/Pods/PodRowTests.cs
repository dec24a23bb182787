using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Core.Pods;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Tests.Resources.Core.Pods;

/// <summary>A pod, and the cells Ready, Status and Restarts of its row.</summary>
public sealed class PodRowTests
{
    private const string S = "image: i, imageID: ''";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("status: {phase: Pending}", "0/1 Pending 0")]
    [InlineData("status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: SchedulingGated}]}", "0/1 SchedulingGated 0")]
    [InlineData("status: {phase: Failed, reason: Evicted}", "0/1 Evicted 0")]
    [InlineData("status: {phase: Running, containerStatuses: [{name: c, " + S + ", ready: true, restartCount: 0, state: {running: {}}}]}", "1/1 Running 0")]
    [InlineData("status: {phase: Running, containerStatuses: [{name: c, " + S + ", ready: false, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, finishedAt: '2026-01-01T00:55:00Z'}}}]}", "0/1 CrashLoopBackOff 3 (5m ago)")]
    [InlineData("status: {phase: Running, containerStatuses: [{name: c, " + S + ", ready: false, restartCount: 0, state: {terminated: {exitCode: 137, signal: 9}}}]}", "0/1 Signal:9 0")]
    [InlineData("status: {phase: Failed, containerStatuses: [{name: c, " + S + ", ready: false, restartCount: 0, state: {terminated: {exitCode: 2}}}]}", "0/1 ExitCode:2 0")]
    [InlineData("status: {phase: Succeeded, containerStatuses: [{name: c, " + S + ", ready: false, restartCount: 0, state: {terminated: {exitCode: 0, reason: Completed}}}]}", "0/1 Completed 0")]
    [InlineData("spec: {initContainers: [{name: a, image: i}, {name: b, image: i}]}, status: {phase: Pending, initContainerStatuses: [{name: a, " + S + ", ready: true, restartCount: 0, state: {terminated: {exitCode: 0}}}, {name: b, " + S + ", ready: false, restartCount: 1, state: {running: {}}}]}", "0/1 Init:1/2 1")]
    [InlineData("spec: {initContainers: [{name: a, image: i}]}, status: {phase: Pending, initContainerStatuses: [{name: a, " + S + ", ready: false, restartCount: 0, state: {terminated: {exitCode: 1, reason: Error}}}]}", "0/1 Init:Error 0")]
    [InlineData("spec: {initContainers: [{name: a, image: i, restartPolicy: Always}]}, status: {phase: Running, initContainerStatuses: [{name: a, " + S + ", ready: true, started: true, restartCount: 2, state: {running: {}}}], containerStatuses: [{name: c, " + S + ", ready: true, restartCount: 1, state: {running: {}}}]}", "2/2 Running 3")]
    [InlineData("metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}, status: {phase: Running}", "0/1 Terminating 0")]
    [InlineData("metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}, status: {phase: Running, reason: NodeLost}", "0/1 Unknown 0")]
    [InlineData("metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}, status: {phase: Succeeded}", "0/1 Succeeded 0")]
    public void TheStateIsSaidInOneWord(string pod, string cells)
    {
        var row = new TableRowBuilder([], Now);
        PodRow.Print(row, PodUnderTest.Pod(pod));
        Assert.Equal(cells, string.Join(' ', row.Build().Skip(1).Take(3).OfType<JsonString>().Select(cell => cell.Value)));
    }

    [Theory]
    [InlineData("Running", null)]
    [InlineData("Succeeded", "The pod has completed successfully.")]
    [InlineData("Failed", "The pod failed.")]
    public void ARowThatIsOverSaysSo(string phase, string? message)
    {
        var row = new TableRowBuilder([], Now);
        PodRow.Print(row, PodUnderTest.Pod("status: {phase: " + phase + "}"));
        Assert.Equal(message, row.Conditions?[0].FindString("message"));
    }
}
