using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.Pods;

namespace KubeSharp.ApiServer.Tests.Resources.Core.Pods;

/// <summary>A pod before and after, and what of the change is refused.</summary>
public sealed class PodUpdateRulesTests
{
    private const string Terms = "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ";
    private const string TermsPath = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";

    [Theory]
    [InlineData("", "containers: [{name: c, image: other}], activeDeadlineSeconds: 5, tolerations: [{key: a, operator: Exists}]", "")]
    [InlineData("", "containers: [{name: c, image: i}, {name: d, image: i}]", "spec.containers: Forbidden: pod updates may not add or remove containers")]
    [InlineData("activeDeadlineSeconds: 5", "activeDeadlineSeconds: 6", "spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value")]
    [InlineData("activeDeadlineSeconds: 5", "", "spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value")]
    [InlineData("tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 1}]", "tolerations: [{key: a, operator: Exists, effect: NoExecute}]", "")]
    [InlineData("tolerations: [{key: a, operator: Exists}]", "", "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds")]
    [InlineData("schedulingGates: [{name: a}, {name: b}]", "schedulingGates: [{name: b}]", "")]
    [InlineData("schedulingGates: [{name: a}]", "schedulingGates: [{name: b}]", "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'b'")]
    [InlineData("schedulingGates: [{name: a}]", "schedulingGates: [{name: a}], nodeSelector: {k: v}", "")]
    [InlineData("schedulingGates: [{name: a}], nodeSelector: {k: v}", "schedulingGates: [{name: a}]", "spec.nodeSelector: Invalid value: null: only additions to spec.nodeSelector are allowed (no mutations or deletions)")]
    [InlineData("schedulingGates: [{name: a}]", "schedulingGates: [{name: a}], " + Terms + "[{matchExpressions: [{key: k, operator: Exists}]}]}}}", "")]
    [InlineData(
        "schedulingGates: [{name: a}], " + Terms + "[{matchExpressions: [{key: k, operator: Exists}]}]}}}",
        "schedulingGates: [{name: a}], " + Terms + "[{matchExpressions: [{key: k, operator: Exists}, {key: l, operator: Exists}]}]}}}",
        "")]
    [InlineData(
        "schedulingGates: [{name: a}], " + Terms + "[{matchExpressions: [{key: k, operator: Exists}]}]}}}",
        "schedulingGates: [{name: a}], " + Terms + "[{matchExpressions: [{key: l, operator: Exists}]}]}}}",
        TermsPath + "[0]: Invalid value: {\"MatchExpressions\":[{\"Key\":\"l\",\"Operator\":\"Exists\",\"Values\":null}],\"MatchFields\":null}: only additions are allowed (no mutations or deletions)")]
    [InlineData(
        "schedulingGates: [{name: a}], " + Terms + "[{matchExpressions: [{key: k, operator: Exists}]}]}}}",
        "schedulingGates: [{name: a}]",
        TermsPath + ": Invalid value: null: no additions/deletions to non-empty NodeSelectorTerms list are allowed")]
    public void AChangeIsRefusedUnlessItIsOneOfAFew(string before, string after, string faults) => Assert.Equal(faults, Faults(before, after));

    [Fact]
    public void AnyOtherChangeIsShown()
    {
        var faults = Faults("nodeSelector: {k: v}", "nodeSelector: {k: w}");
        Assert.StartsWith("spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,", faults, StringComparison.Ordinal);
        Assert.Contains("\n  \"NodeSelector\": {\n-  \"k\": \"v\"\n+  \"k\": \"w\"\n  },\n", faults, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{name: d, image: i}", "")]
    [InlineData("{name: d, image: j}", "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" may not be changed\n@@ -1,6 +1,6 @@\n {\n  \"Name\": \"d\",\n- \"Image\": \"i\",\n+ \"Image\": \"j\",\n  \"Command\": null,\n  \"Args\": null,\n  \"WorkingDir\": \"\",\n")]
    [InlineData("{name: e, image: i}", "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" may not be removed\n")]
    public void EphemeralContainersAreOnlyAdded(string after, string faults)
    {
        var errors = new ErrorList();
        EphemeralContainerRules.Check(
            PodUnderTest.WithSpec($"ephemeralContainers: [{after}]"), PodUnderTest.WithSpec("ephemeralContainers: [{name: d, image: i}]"), errors);
        Assert.Equal(faults, PodUnderTest.Show(errors));
    }

    private static string Faults(string before, string after)
    {
        var errors = new ErrorList();
        PodUpdateRules.Check(PodUnderTest.WithSpec(after), PodUnderTest.WithSpec(before), errors);
        return PodUnderTest.Show(errors);
    }
}
