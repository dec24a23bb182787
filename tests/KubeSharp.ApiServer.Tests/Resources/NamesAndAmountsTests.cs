using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.LimitRanges;
using KubeSharp.ApiServer.Resources.Core.Nodes;
using KubeSharp.ApiServer.Resources.Core.ResourceQuotas;
using KubeSharp.ApiServer.Resources.Node.RuntimeClasses;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Resources.Storage;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Names of resources, drivers and paths, and the amounts that go with them.</summary>
public sealed class NamesAndAmountsTests
{
    [Theory]
    [InlineData("""{"foo":"1"}""",
        "spec.hard[foo]: Invalid value: \"foo\": must be a standard resource type or fully qualified\n"
        + "spec.hard[foo]: Invalid value: \"foo\": must be a standard resource for quota")]
    [InlineData("""{"storage":"1"}""", "spec.hard[storage]: Invalid value: \"storage\": must be a standard resource for quota")]
    [InlineData("""{"requests.storage":"1","requests.hugepages-2Mi":"2Mi","count/jobs.batch":"1"}""", "")]
    [InlineData("""{"pods":"1500m"}""", "spec.hard[pods]: Invalid value: \"1500m\": must be an integer")]
    [InlineData("""{"example.com/gpu":"1500m"}""", "spec.hard[example.com/gpu]: Invalid value: \"1500m\": must be an integer")]
    [InlineData("""{"requests.example.com/gpu":"1500m"}""", "")]
    public void AQuotaCountsWhatItCanCount(string hard, string expected) =>
        Assert.Equal(expected, Faults(errors => ResourceQuotaValidation.Check(Parse($$"""{"spec":{"hard":{{hard}} } }"""), errors)));

    [Theory]
    [InlineData("Container", "pods", "spec.limits[0].max[pods]: Invalid value: \"pods\": must be a standard resource for containers")]
    [InlineData("PersistentVolumeClaim", "storage", "")]
    [InlineData("Pod", "foo",
        "spec.limits[0].max[foo]: Invalid value: \"foo\": must be a standard resource type or fully qualified\n"
        + "spec.limits[0].max[foo]: Invalid value: \"foo\": must be a standard resource for containers")]
    public void ALimitIsOfWhatTheTypeHas(string type, string name, string expected) => Assert.Equal(
        expected, Faults(errors => LimitRangeValidation.Check(Parse($$$"""{"spec":{"limits":[{"type":"{{{type}}}","max":{"{{{name}}}":"1"}}]}}"""), errors)));

    [Theory]
    [InlineData("""{"foo":"1"}""",
        "overhead.limits[foo]: Invalid value: \"foo\": must be a standard resource type or fully qualified\n"
        + "overhead.limits[foo]: Invalid value: \"foo\": must be a standard resource for containers")]
    [InlineData("""{"cpu":"-1"}""", "overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("""{"cpu":"1","memory":"1Mi"}""", "")]
    public void TheOverheadIsCheckedAsLimitsAre(string overhead, string expected) =>
        Assert.Equal(expected, Faults(errors => RuntimeClassRules.Check(Parse($$$"""{"handler":"h","overhead":{"podFixed":{{{overhead}}} } }"""), errors)));

    [Theory]
    [InlineData("""{"capacity":{"cpu":"-1"}}""", "status.capacity.cpu: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("""{"allocatable":{"pods":"1500m"}}""", "status.allocatable.pods: Invalid value: \"1500m\": must be an integer")]
    public void ANodeHasSoundAmounts(string status, string expected) =>
        Assert.Equal(expected, Faults(errors => NodeRules.Check(Parse($$"""{"status":{{status}}}"""), errors)));

    [Theory]
    [InlineData("A.Example.com", "")]
    [InlineData("", "driver: Required value")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg", "driver: Too long: may not be more than 63 bytes")]
    public void ADriverHasADomainForAName(string name, string expected) => Assert.Equal(expected, Faults(errors => CsiNames.Check(name, FieldPath.Of("driver"), errors)));

    [Theory]
    [InlineData("acme.io/foo", "")]
    [InlineData("", "x: Required value")]
    [InlineData("acme.io", "x: Invalid value: \"acme.io\": must be a domain-prefixed path (such as \"acme.io/foo\")")]
    [InlineData("acme.io/a b", "x: Invalid value: \"a b\": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')")]
    public void ADomainHasPaths(string value, string expected) => Assert.Equal(expected, Faults(errors => DomainPaths.Check(value, FieldPath.Of("x"), errors)));

    [Theory]
    [InlineData("""[{"type":"x","status":"True","reason":"R","lastTransitionTime":"2020-01-01T00:00:00Z"}]""", "")]
    [InlineData("""[{"type":"x","status":"Odd","observedGeneration":-1,"reason":"R"}]""",
        "conditions[0].status: Unsupported value: \"Odd\": supported values: \"False\", \"True\", \"Unknown\"\n"
        + "conditions[0].observedGeneration: Invalid value: -1: must be greater than or equal to zero\n"
        + "conditions[0].lastTransitionTime: Required value: must be set")]
    [InlineData("""[{"type":"x","status":"True","lastTransitionTime":"2020-01-01T00:00:00Z"},{"type":"x","status":"True","reason":"R","lastTransitionTime":"2020-01-01T00:00:00Z"}]""",
        "conditions[0].reason: Required value: must be set\nconditions[1].type: Duplicate value: \"x\"")]
    public void ConditionsSayWhenAndWhy(string conditions, string expected) => Assert.Equal(
        expected, Faults(errors => ConditionRules.Check(Parse($$"""{"c":{{conditions}}}""").GetArray("c"), FieldPath.Of("conditions"), errors)));

    [Theory]
    [InlineData("""{"labels":{"a":"b"}}""", "")]
    [InlineData("""{"name":"x","finalizers":["a"]}""", "metadata.name: Forbidden: cannot be set\nmetadata.finalizers: Forbidden: cannot be set")]
    public void ATemplateGivesLabelsAndAnnotationsOnly(string metadata, string expected) =>
        Assert.Equal(expected, Faults(errors => TemplateMetadata.Check(Parse(metadata), FieldPath.Metadata, errors)));
}
