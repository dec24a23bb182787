using KubeSharp.ApiServer.Resources;
using KubeSharp.ApiServer.Resources.Apps.ControllerRevisions;
using KubeSharp.ApiServer.Resources.Core.ResourceQuotas;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Statuses of workloads, revisions, and scopes of quotas.</summary>
public sealed class WorkloadRulesTests
{
    [Theory]
    [InlineData("""{"replicas":2,"readyReplicas":2,"availableReplicas":1}""", "{}", "")]
    [InlineData("""{"replicas":-1}""", "{}", "status.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("""{"replicas":1,"readyReplicas":2}""", "{}", "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas")]
    [InlineData("""{"replicas":2,"readyReplicas":1,"availableReplicas":2}""", "{}", "status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas")]
    [InlineData("""{"collisionCount":1}""", """{"collisionCount":2}""", "status.collisionCount: Invalid value: 1: cannot be decremented")]
    [InlineData("""{}""", """{"collisionCount":2}""", "status.collisionCount: Invalid value: 0: cannot be decremented")]
    public void AStatusIsJudged(string now, string old, string expected) => Assert.Equal(
        expected,
        Faults(errors => WorkloadStatusRules.Check(
            Parse($$"""{"status":{{now}}}"""), Parse($$"""{"status":{{old}}}"""), errors, ["replicas", "readyReplicas"], ["readyReplicas", "availableReplicas"])));

    [Theory]
    [InlineData("""{"revision":1,"data":{}}""", "")]
    [InlineData("""{"revision":-1}""", "data: Required value: data is mandatory\nrevision: Invalid value: -1: must be greater than or equal to 0")]
    public void ARevisionIsJudged(string revision, string expected) => Assert.Equal(expected, Faults(errors => ControllerRevisionRules.Check(Parse(revision), errors)));

    [Fact]
    public void ARevisionsDataNeverChanges() => Assert.Equal(
        "data: Invalid value: {\"y\":1}: field is immutable",
        Faults(errors => ControllerRevisionRules.CheckUpdate(Parse("""{"data":{"y":1}}"""), Parse("""{"data":{"x":1}}"""), errors)));

    [Theory]
    [InlineData("""{"hard":{"pods":"1"},"scopes":["BestEffort"]}""", "")]
    [InlineData("""{"hard":{"cpu":"1"},"scopes":["BestEffort"]}""", "spec.scopes: Invalid value: [\"BestEffort\"]: unsupported scope applied to resource")]
    [InlineData("""{"scopes":["Odd"]}""", "spec.scopes: Invalid value: [\"Odd\"]: unsupported scope")]
    [InlineData("""{"scopes":["Terminating","NotTerminating"]}""", "spec.scopes: Invalid value: [\"Terminating\",\"NotTerminating\"]: conflicting scopes")]
    [InlineData(
        """{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In"}]}}""",
        "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")]
    [InlineData(
        """{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"Odd"}]}}""",
        "spec.scopeSelector.matchExpressions.operator: Invalid value: \"Odd\": not a valid selector operator")]
    public void TheScopesOfAQuotaAreJudged(string spec, string expected) =>
        Assert.Equal(expected, Faults(errors => QuotaScopes.Check(Parse($$"""{"spec":{{spec}}}"""), errors)));
}
