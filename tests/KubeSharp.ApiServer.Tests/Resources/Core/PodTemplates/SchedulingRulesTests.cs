namespace KubeSharp.ApiServer.Tests.Resources.Core.PodTemplates;

/// <summary>Where a pod wants to run, and what is wrong with that.</summary>
public sealed class SchedulingRulesTests
{
    private const string Required = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].";

    [Theory]
    [InlineData("matchExpressions: [{key: a, operator: In, values: ['b c']}]", true)]
    [InlineData("matchExpressions: [{key: a, operator: In, values: [b]}]", false)]
    public void OnlyRequiredTermsMindValuesThatNoLabelHas(string term, bool faulted)
    {
        var required = PodUnderTest.Faults(PodUnderTest.WithSpec("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{" + term + "}]}}}"));
        var preferred = PodUnderTest.Faults(PodUnderTest.WithSpec("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {" + term + "}}]}}"));
        Assert.Equal(faulted, required.StartsWith(Required + "matchExpressions[0].values[0]: Invalid value: \"b c\": ", StringComparison.Ordinal));
        Assert.Equal("", preferred);
    }

    [Theory]
    [InlineData("matchFields: [{key: metadata.uid, operator: In, values: [a]}]", Required + "matchFields[0].key: Invalid value: \"metadata.uid\": not a valid field selector key")]
    [InlineData("matchFields: [{key: metadata.name, operator: Gt, values: [a]}]", Required + "matchFields[0].operator: Invalid value: \"Gt\": not a valid selector operator")]
    [InlineData("matchExpressions: [{key: a, operator: Gt, values: [a, b]}]", Required + "matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'")]
    public void TermsThatChooseNodesAreChecked(string term, string faults) => Assert.Equal(
        faults, PodUnderTest.Faults(PodUnderTest.WithSpec("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{" + term + "}]}}}")));

    [Theory]
    [InlineData("matchLabels: {a: x}", "")]
    [InlineData("matchLabels: {a: x}, matchExpressions: [{key: a, operator: In, values: [w]}]", "spec.topologySpreadConstraints[0][0]: Invalid value: \"a\": exists in both matchLabelKeys and labelSelector")]
    [InlineData("matchExpressions: [{key: a, operator: Exists}, {key: a, operator: In, values: [w]}]", "spec.topologySpreadConstraints[0][0]: Invalid value: \"a\": exists in both matchLabelKeys and labelSelector")]
    public void AKeyIsInTheSelectorOnlyOnce(string selector, string faults) => Assert.Equal(
        faults,
        PodUnderTest.Faults(PodUnderTest.WithSpec(
            "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [a], labelSelector: {" + selector + "}}]")));
}
