using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Flowcontrol;
using KubeSharp.ApiServer.Resources.Resource;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Priority levels, flow schemas and requests for devices.</summary>
public sealed class FlowAndDeviceRulesTests
{
    [Theory]
    [InlineData("""{"queues":1000000,"handSize":12,"queueLengthLimit":1}""",
        "spec.limited.limitResponse.queuing.handSize: Invalid value: 12: required entropy bits of deckSize 1000000 and handSize 12 should not be greater than 60")]
    [InlineData("""{"queues":64,"handSize":8,"queueLengthLimit":50}""", "")]
    public void AHandIsDealtByOneHash(string queuing, string expected) => Assert.Equal(
        expected,
        Faults(errors => PriorityLevelRules.Check(
            Parse($$$"""{"metadata":{"name":"x"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{{{queuing}}} } } } }"""), errors)));

    [Theory]
    [InlineData("exempt", """{"type":"Exempt","exempt":{"nominalConcurrencyShares":7}}""", "")]
    [InlineData("exempt", """{"type":"Exempt"}""", "spec.exempt: Invalid value: null: spec.exempt must not be empty")]
    [InlineData("other", """{"type":"Limited","limited":{"limitResponse":{"type":"Reject"}}}""", "")]
    public void TheExemptLevelStaysExempt(string name, string spec, string expected) => Assert.Equal(
        expected, Faults(errors => PriorityLevelRules.Check(Parse($$$"""{"metadata":{"name":"{{{name}}}"},"spec":{{{spec}}} }"""), errors)));

    [Fact]
    public void TheLevelForAllElseStaysAsItIs() => Assert.EndsWith(
        "spec of 'catch-all' must equal the fixed value",
        Faults(errors => PriorityLevelRules.Check(
            Parse("""{"metadata":{"name":"catch-all"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":7,"limitResponse":{"type":"Reject"}}}}"""), errors)));

    [Fact]
    public void ConditionsOfFlowsHaveNames() => Assert.Equal(
        "status.conditions[0].type: Required value: must not be empty\nstatus.conditions[2].type: Duplicate value: \"a\"",
        Faults(errors => MandatoryObjectRules.CheckStatus(Parse("""{"status":{"conditions":[{"type":""},{"type":"a"},{"type":"a"}]}}"""), [], errors)));

    [Theory]
    [InlineData("""[{"key":"a b!","operator":"Exists"}]""", "name part must consist of")]
    [InlineData("""[{"operator":"Exists","value":"x"}]""", "t[0].value: Invalid value: \"x\": must be empty for operator `Exists`")]
    [InlineData("""[{"operator":"Odd","effect":"Odd"}]""",
        "t[0].operator: Unsupported value: \"Odd\": supported values: \"Equal\", \"Exists\"\nt[0].effect: Unsupported value: \"Odd\": supported values: \"NoExecute\", \"NoSchedule\", \"None\"")]
    public void TaintsOfDevicesAreTolerated(string tolerations, string expected) => Assert.Contains(
        expected,
        Faults(errors => DeviceTolerationRules.Check(Parse($$"""{"t":{{tolerations}}}""").GetArray("t"), FieldPath.Of("t"), errors)),
        StringComparison.Ordinal);

    [Fact]
    public void ARequestInBothFormsIsNotLookedInto() => Assert.Equal(
        "r: Invalid value: null: exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set",
        Faults(errors => DeviceRequestRules.Check(
            Parse("""{"name":"r","exactly":{"allocationMode":"All"},"firstAvailable":[{"name":"s","allocationMode":"All"}]}"""), FieldPath.Of("r"), errors)));
}
