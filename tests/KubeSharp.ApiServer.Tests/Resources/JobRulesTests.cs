using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Resources.Batch.Jobs;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>What of a Job may change, and what its status may say.</summary>
public sealed class JobRulesTests
{
    private static readonly TypeSchema Job = SchemaRegistry.Kubernetes.FindKind("batch", "v1", "Job")!;

    [Theory]
    [InlineData("""{"spec":{"completions":3}}""", """{"spec":{"completions":4}}""", "spec.completions: Invalid value: 4: field is immutable")]
    [InlineData(
        """{"spec":{"completionMode":"Indexed","completions":3,"parallelism":3}}""",
        """{"spec":{"completionMode":"Indexed","completions":4,"parallelism":3}}""",
        "spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism")]
    [InlineData(
        """{"spec":{"completionMode":"Indexed","completions":3,"parallelism":3}}""", """{"spec":{"completionMode":"Indexed","completions":4,"parallelism":4}}""", "")]
    [InlineData("""{"spec":{"managedBy":"a.example.com/x"}}""", """{"spec":{}}""", "spec.managedBy: Invalid value: null: field is immutable")]
    [InlineData(
        """{"spec":{}}""",
        """{"spec":{"podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[{"type":"X","status":"True"}]}]}}}""",
        """spec.podFailurePolicy: Invalid value: {"Rules":[{"Action":"Ignore","OnExitCodes":null,"OnPodConditions":[{"Type":"X","Status":"True"}]}]}: field is immutable""")]
    [InlineData(
        """{"spec":{"suspend":true,"template":{"spec":{}}}}""",
        """{"spec":{"suspend":true,"template":{"spec":{"nodeSelector":{"a":"b"},"affinity":{"nodeAffinity":{}}}}}}""",
        "")]
    public void AnUpdateIsJudged(string old, string now, string expected) =>
        Assert.Equal(expected, Faults(errors => JobUpdateRules.Check(Parse(now), Parse(old), Job, errors)));

    [Theory]
    [InlineData("""{"active":-1}""", "status.active: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("""{"ready":2,"active":1}""", "status.ready: Invalid value: 2: cannot set more ready pods than active")]
    [InlineData(
        """{"completionTime":"2020-01-01T00:00:00Z"}""",
        "status.completionTime: Invalid value: \"2020-01-01T00:00:00Z\": cannot set completionTime when there is no Complete=True condition")]
    [InlineData(
        """{"startTime":"2020-01-01T00:00:00Z","conditions":[{"type":"Failed","status":"True"}]}""",
        "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition")]
    [InlineData("""{"uncountedTerminatedPods":{"succeeded":["a"],"failed":["a",""]}}""",
        "status.uncountedTerminatedPods.failed[0]: Duplicate value: \"a\"\nstatus.uncountedTerminatedPods.failed[1]: Invalid value: \"\": must not be empty")]
    [InlineData("""{"failedIndexes":"0"}""", "status.failedIndexes: Invalid value: \"0\": cannot set non-null failedIndexes when backoffLimitPerIndex is null")]
    public void AStatusIsJudged(string status, string expected) =>
        Assert.Equal(expected, Faults(errors => JobStatusRules.Check(Parse($$"""{"spec":{},"status":{{status}}}"""), Parse("{}"), errors)));

    [Fact]
    public void AnEndIsFinal() => Assert.Equal(
        "status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition",
        Faults(errors => JobStatusRules.Check(Parse("{}"), Parse("""{"status":{"conditions":[{"type":"FailureTarget","status":"True"}]}}"""), errors)));
}
