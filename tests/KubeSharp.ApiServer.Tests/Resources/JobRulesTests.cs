using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources;
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

    [Theory]
    [InlineData("""{"failed":2}""", """{"failed":1}""", "status.failed: Invalid value: 1: cannot decrease the failed counter")]
    [InlineData(
        """{"completionTime":"2020-01-01T00:00:00Z","startTime":"2020-01-01T00:00:00Z","conditions":[{"type":"Complete","status":"True"}]}""",
        """{"completionTime":"2020-01-02T00:00:00Z","startTime":"2020-01-01T00:00:00Z","conditions":[{"type":"Complete","status":"True"}]}""",
        "status.completionTime: Invalid value: \"2020-01-02T00:00:00Z\": completionTime cannot be mutated")]
    [InlineData("""{"ready":2,"active":1}""", """{"ready":2,"active":1,"failed":1}""", "")]
    [InlineData("""{}""", """{"completedIndexes":"0-1","failedIndexes":"1"}""",
        "status.failedIndexes: Invalid value: \"1\": failedIndexes and completedIndexes overlap at index: 1")]
    [InlineData("""{}""", """{"completedIndexes":"1-1"}""",
        "status.completedIndexes: Invalid value: \"1-1\": error parsing completedIndexes: non-increasing order, previous: 1, current: 1")]
    public void AChangeOfAStatusIsJudged(string old, string now, string expected)
    {
        const string Spec = """{"completionMode":"Indexed","completions":3,"backoffLimitPerIndex":1}""";
        Assert.Equal(
            expected,
            Faults(errors => JobStatusRules.Check(Parse($$"""{"spec":{{Spec}},"status":{{now}}}"""), Parse($$"""{"spec":{{Spec}},"status":{{old}}}"""), errors)));
    }

    [Theory]
    [InlineData("a", 3, "")]
    [InlineData("a.b", 3, "metadata.name: Invalid value: \"a.b\": will not able to create pod with invalid DNS label: a.b-2")]
    public void PodsOfAnIndexedJobHaveHostnames(string name, int completions, string expected) => Assert.Equal(
        expected,
        Faults(errors => JobRules.CheckHostnames(
            Parse($$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"completionMode":"Indexed","completions":{{{completions}}}}}"""), errors)));

    [Fact]
    public void OfVeryManyIndexesOnlySomeMayFail() => Assert.Contains(
        "spec.maxFailedIndexes: Required value: must be specified when completions is above 100000\n"
        + "spec.parallelism: Invalid value: 20000: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index",
        Faults(errors => JobRules.Check(new FieldCheck(
            Parse("""{"completionMode":"Indexed","completions":200000,"parallelism":20000,"backoffLimitPerIndex":1}"""), FieldPath.Spec, errors))),
        StringComparison.Ordinal);

    [Fact]
    public void AnEndIsFinal() => Assert.Equal(
        "status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition",
        Faults(errors => JobStatusRules.Check(Parse("{}"), Parse("""{"status":{"conditions":[{"type":"FailureTarget","status":"True"}]}}"""), errors)));
}
