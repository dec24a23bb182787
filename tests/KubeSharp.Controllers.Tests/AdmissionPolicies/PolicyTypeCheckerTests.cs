using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Controllers.Tests.AdmissionPolicies;

public sealed class PolicyTypeCheckerTests
{
    [Theory]
    [InlineData("deployments", "object.replicas > 1", "apps/v1, Kind=Deployment: ERROR: <input>:1:7: undefined field 'replicas'\n | object.replicas > 1\n | ......^")]
    [InlineData("deployments", "object.spec.replicas > 1", null)]
    [InlineData("*", "object.replicas > 1", null)]
    [InlineData("deployments", "variables.small && object.spec.replicas > 1", null)]
    public void Fields_that_a_matched_type_does_not_have_are_named(string resource, string expression, string? expected)
    {
        var policy = (JsonObject)JsonParser.Parse($$$"""
            {"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["{{{resource}}}"]}]},
             "variables":[{"name":"small","expression":"size(object.metadata.name) < 10"}],"validations":[{"expression":"{{{expression}}}"}]}}
            """);
        var warnings = PolicyTypeChecker.Check(policy);
        if (expected is null) Assert.Empty(warnings);
        else Assert.Equal(("spec.validations[0].expression", expected), Assert.Single(warnings));
    }
}
