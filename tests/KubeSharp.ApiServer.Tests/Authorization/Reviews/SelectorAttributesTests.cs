using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Authorization.Reviews;
using KubeSharp.ApiServer.Tests.Resources;

namespace KubeSharp.ApiServer.Tests.Authorization.Reviews;

public sealed class SelectorAttributesTests
{
    [Theory]
    [InlineData("{}", "at.requirements: Required value: when at is specified, requirements or rawSelector is required")]
    [InlineData("""{"rawSelector":"a=b","requirements":[{"key":"a","operator":"Exists"}]}""", "at.rawSelector: Invalid value: \"a=b\": may not specified at the same time as requirements")]
    [InlineData("""{"requirements":[{"key":"a","operator":"In"}]}""", "at.requirements[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'")]
    [InlineData("""{"requirements":[{"key":"a","operator":"Exists","values":["b"]}]}""", "at.requirements[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
    [InlineData("""{"requirements":[{"operator":"Exists"}]}""", "at.requirements[0].key: Required value: must be specified")]
    [InlineData("""{"requirements":[{"key":"a","operator":"Later","values":["b"]}]}""", "")]
    public void Requirements_on_fields_are_checked(string selector, string faults) =>
        Assert.Equal(faults, RuleTables.Faults(errors => SelectorAttributes.Check(RuleTables.Parse(selector), FieldPath.Of("at"), labels: false, errors)));

    [Theory]
    [InlineData("""{"requirements":[{"key":"a/b/c","operator":"Exists"}]}""", "at.requirements[0].key: Invalid value: \"a/b/c\": a ")]
    [InlineData("""{"requirements":[{"key":"a","operator":"In","values":["b c"]}]}""", "at.requirements[0].values[0]: Invalid value: \"b c\": a valid label must be an empty string")]
    public void Requirements_on_labels_have_keys_and_values_of_labels(string selector, string fault) => Assert.StartsWith(
        fault, RuleTables.Faults(errors => SelectorAttributes.Check(RuleTables.Parse(selector), FieldPath.Of("at"), labels: true, errors)), StringComparison.Ordinal);
}
