using KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

namespace KubeSharp.ApiServer.Tests.Resources.Admissionregistration;

public sealed class PolicyRulesTests
{
    private const string Rules = """ "resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"]}] """;
    private const string Match = """ "matchConstraints":{"matchPolicy":"Equivalent",""" + Rules + "}";
    private const string Mutation = """{"patchType":"JSONPatch","jsonPatch":{"expression":"[JSONPatch{op:'remove',path:'/a'}]"}}""";

    [Theory]
    [InlineData(Match, "spec.validations: Required value: validations or auditAnnotations must contain at least one item\nspec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item")]
    [InlineData(Match + """ ,"validations":[{"expression":"true","message":" "}] """, "spec.validations[0].message: Invalid value: \" \": must be non-empty if specified")]
    [InlineData(Match + """ ,"validations":[{"expression":"true","message":"a\rb"}] """, "spec.validations[0].message: Invalid value: \"a\\rb\": must not contain line breaks")]
    [InlineData(Match + """ ,"validations":[{"expression":"true\n&& true"}] """, "")]
    [InlineData(Match + """ ,"validations":[{"expression":"true","reason":"Unauthorized"}] """, "spec.validations[0].reason: Unsupported value: \"Unauthorized\": supported values: \"Forbidden\", \"Invalid\", \"RequestEntityTooLarge\"")]
    [InlineData(Match + """ ,"variables":[{"name":"if","expression":"1"}],"validations":[{"expression":"true"}] """, "spec.variables[0].name: Invalid value: \"if\": must be a valid CEL identifier")]
    [InlineData(Match + """ ,"variables":[{"name":"a","expression":"1"},{"name":"a","expression":"2"}],"validations":[{"expression":"variables.a == 2"}] """, "")]
    [InlineData(Match + """ ,"validations":[{"expression":"variables.a == 2"}] """, "spec.validations[0].expression: Invalid value: \"variables.a == 2\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'variables' (in container '')\n | variables.a == 2\n | ^")]
    [InlineData(Match + """ ,"auditAnnotations":[{"key":"","valueExpression":"'a'"}] """, "spec.auditAnnotations[0].key: Invalid value: \"p/\": name part must be non-empty\nspec.auditAnnotations[0].key: Invalid value: \"p/\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")]
    [InlineData(""" "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["DELETE"],"resources":["pods"],"resourceNames":["a","a","b/c"]}]},"validations":[{"expression":"true"}] """, "spec.matchConstraints.resourceRules[0].resourceNames[1]: Duplicate value: \"a\"\nspec.matchConstraints.resourceRules[0].resourceNames[2]: Invalid value: \"b/c\": may not contain '/'")]
    public void A_validating_policy_says_what_can_be_evaluated(string spec, string faults) =>
        Assert.Equal(faults, RuleTables.Faults(errors => PolicyRules.CheckValidating(Policy(spec), errors)));

    [Theory]
    [InlineData(Match + """ ,"reinvocationPolicy":"Never","mutations":[ """ + Mutation + "]", "")]
    [InlineData(Match + """ ,"reinvocationPolicy":"Never","mutations":[{}] """, "spec.mutations[0].patchType: Required value")]
    [InlineData(Match + """ ,"reinvocationPolicy":"Never","mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":" "}}] """, "spec.mutations[0].jsonPatch.expression: Required value")]
    [InlineData(""" "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","DELETE"],"resources":["pods"]}]},"reinvocationPolicy":"Never","mutations":[ """ + Mutation + "]", "spec.matchConstraints.resourceRules.operations: Unsupported value: \"DELETE\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"UPDATE\"")]
    public void A_mutating_policy_changes_what_has_an_object(string spec, string faults) =>
        Assert.Equal(faults, RuleTables.Faults(errors => PolicyRules.CheckMutating(Policy(spec), errors)));

    [Theory]
    [InlineData(""" "policyName":"p.example.com" """, "")]
    [InlineData(""" "policyName":"P" """, "spec.policyName: Invalid value: \"P\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]
    [InlineData(""" "policyName":"p","matchResources":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["DELETE"],"resources":["pods"]}]} """, "spec.matchResources.resourceRules.operations: Unsupported value: \"DELETE\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"UPDATE\"")]
    public void A_binding_of_a_mutating_policy_names_it(string spec, string faults) =>
        Assert.Equal(faults, RuleTables.Faults(errors => PolicyBindingRules.CheckMutating(Policy(spec), errors)));

    [Theory]
    [InlineData(""" "conditions":[{"type":"Ready","status":"True","reason":"Fine","lastTransitionTime":"2026-01-01T00:00:00Z","message":""}] """, "")]
    [InlineData(""" "typeChecking":{"expressionWarnings":[{"fieldRef":" ","warning":""}]} """, "status.typeChecking.expressionWarnings[0].warning: Required value\nstatus.typeChecking.expressionWarnings[0].fieldRef: Required value")]
    [InlineData(""" "conditions":[{"type":"Ready","status":"Yes","observedGeneration":-1}] """, "status.conditions[0].status: Unsupported value: \"Yes\": supported values: \"False\", \"True\", \"Unknown\"\nstatus.conditions[0].observedGeneration: Invalid value: -1: must be greater than or equal to zero\nstatus.conditions[0].lastTransitionTime: Required value: must be set\nstatus.conditions[0].reason: Required value: must be set")]
    public void The_status_of_a_policy_has_warnings_and_conditions_of_the_common_form(string status, string faults) =>
        Assert.Equal(faults, RuleTables.Faults(errors => PolicyStatusRules.Check(RuleTables.Parse("{\"status\":{" + status + "}}"), [], errors)));

    private static ApiMachinery.Json.JsonObject Policy(string spec) => RuleTables.Parse("{\"metadata\":{\"name\":\"p\"},\"spec\":{" + spec + "}}");
}
