using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Rules;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions;

/// <summary>x-kubernetes-validations: what definitions may say, and what it means for objects.</summary>
public sealed class RuleTests
{
    private static readonly FieldPath At = FieldPath.Of("schema");

    [Theory]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0"}""")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self >= oldSelf"}""")]
    [InlineData("""{"type":"integer"}""", """{"rule":"!oldSelf.hasValue() || self >= oldSelf.value()","optionalOldSelf":true}""")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0","messageExpression":"'is %d'.format([self])"}""")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self.x"}""", "schema.properties[a].x-kubernetes-validations[0].rule: Invalid value: {\"Rule\":\"self.x\",\"Message\":\"\",\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: compilation failed: ERROR: <input>:1:5: type 'int' does not support field selection\n | self.x\n | ....^")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self"}""", "schema.properties[a].x-kubernetes-validations[0].rule: Invalid value: {\"Rule\":\"self\",\"Message\":\"\",\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: cel expression must evaluate to a bool")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0","optionalOldSelf":true}""", "schema.properties[a].x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0","messageExpression":"self"}""", "schema.properties[a].x-kubernetes-validations[0].messageExpression: Invalid value: {\"Rule\":\"self \\u003e 0\",\"Message\":\"\",\"MessageExpression\":\"self\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: messageExpression must evaluate to a string")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", """{"rule":"self.all(x, self.all(y, x == y))"}""", "schema.properties[a].x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)", "schema.properties[a].x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema", "schema: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)")]
    public void The_rules_of_a_definition_are_checked(string node, string rule, params string[] expected) =>
        Assert.Equal(expected, Check(node, rule));

    [Fact]
    public void A_rule_may_look_back_only_at_values_that_can_be_told_apart()
    {
        var schema = SchemaNode.Read(JsonParser.ParseObject("""
            {"type":"object","properties":{"a":{"type":"array","maxItems":3,"items":{"type":"integer","x-kubernetes-validations":[{"rule":"self >= oldSelf"}]}}}}
            """u8));
        var errors = new ErrorList();
        new RuleChecks(errors).Check(schema, At, unchanged: false);
        Assert.Equal(
            "schema.properties[a].items.x-kubernetes-validations[0].rule: Invalid value: \"self >= oldSelf\": oldSelf cannot be used on the uncorrelatable portion of the schema within schema.properties[a]",
            Assert.Single(errors).ToString());
    }

    [Fact]
    public void In_a_schema_that_did_not_change_a_rule_may_go_on_costing_much()
    {
        var schema = Schema("""{"type":"array","items":{"type":"string"}}""", """{"rule":"self.all(x, self.all(y, x == y))"}""");
        var errors = new ErrorList();
        new RuleChecks(errors).Check(schema, At, unchanged: true);
        Assert.DoesNotContain(errors, error => error.ToString().Contains("estimated rule cost exceeds", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0"}""", "1", null)]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0"}""", "0", null, "a: Invalid value: 0: failed rule: self > 0")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0","message":"too small"}""", "0", null, "a: Invalid value: 0: too small")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0","message":"m","messageExpression":"'is ' + string(self)"}""", "0", null, "a: Invalid value: 0: is 0")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0","message":"m","messageExpression":"string(1 / self)"}""", "0", null, "a: Invalid value: 0: m")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0","reason":"FieldValueForbidden"}""", "0", null, "a: Forbidden: failed rule: self > 0")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0","reason":"FieldValueRequired"}""", "0", null, "a: Required value: failed rule: self > 0")]
    [InlineData("""{"type":"integer"}""", """{"rule":"1 / self > 0"}""", "0", null, "a: Invalid value: 0: division by zero evaluating rule: 1 / self > 0")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self >= oldSelf","message":"shrinks"}""", "1", null)]
    [InlineData("""{"type":"integer"}""", """{"rule":"self >= oldSelf","message":"shrinks"}""", "1", "2", "a: Invalid value: 1: shrinks")]
    [InlineData("""{"type":"integer"}""", """{"rule":"oldSelf.hasValue()","optionalOldSelf":true}""", "1", null, "a: Invalid value: 1: failed rule: oldSelf.hasValue()")]
    [InlineData("""{"type":"integer"}""", """{"rule":"oldSelf.hasValue()","optionalOldSelf":true}""", "1", "1")]
    [InlineData("""{"type":"integer"}""", """{"rule":"self > 0"}""", "0", "0")]
    [InlineData("""{"type":"object","properties":{"b":{"type":"object","properties":{"c":{"type":"string"}}}}}""", """{"rule":"self.b.c == 'x'","fieldPath":".b.c"}""", """{"b":{"c":"y"}}""", null, "a.b.c: Invalid value: failed rule: self.b.c == 'x'")]
    [InlineData("""{"x-kubernetes-int-or-string":true}""", """{"rule":"self > 5"}""", "\"x\"", null, "a: Invalid value: \"x\": 'no such overload': call arguments did not match a supported operator, function or macro signature for rule: self > 5")]
    public void Objects_keep_the_rules(string node, string rule, string value, string? old, params string[] expected)
    {
        var errors = new ErrorList();
        new RuleEvaluator(errors, warn: null).Check(
            RuleTree.Of(Schema(node, rule))!, JsonParser.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{"a":{{value}}}""")),
            old is null ? null : JsonParser.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{"a":{{old}}}""")));
        Assert.Equal(expected, errors.Select(e => e.ToString()));
    }

    [Fact]
    public void What_did_not_change_is_only_warned_about()
    {
        var errors = new ErrorList();
        var warnings = new List<string>();
        new RuleEvaluator(errors, warnings.Add).Check(
            RuleTree.Of(Schema("""{"type":"integer"}""", """{"rule":"self > 0"}"""))!, JsonParser.Parse("""{"a":0,"b":1}"""u8), JsonParser.Parse("""{"a":0,"b":2}"""u8));
        Assert.Empty(errors);
        Assert.Equal("a: Invalid value: 0: failed rule: self > 0", Assert.Single(warnings));
    }

    [Fact]
    public void Items_of_a_list_by_keys_are_compared_with_the_item_of_the_same_key()
    {
        var tree = RuleTree.Of(SchemaNode.Read(JsonParser.ParseObject("""
            {"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],
              "items":{"type":"object","properties":{"k":{"type":"string"},"v":{"type":"integer","x-kubernetes-validations":[{"rule":"self >= oldSelf"}]}}}}}}
            """u8)))!;
        var errors = new ErrorList();
        new RuleEvaluator(errors, null).Check(
            tree, JsonParser.Parse("""{"a":[{"k":"y","v":1},{"k":"x","v":5},{"k":"z","v":0}]}"""u8), JsonParser.Parse("""{"a":[{"k":"x","v":5},{"k":"y","v":2}]}"""u8));
        Assert.Equal("a[0].v: Invalid value: 1: failed rule: self >= oldSelf", Assert.Single(errors).ToString());
    }

    private static SchemaNode Schema(string node, string rule)
    {
        var member = JsonParser.ParseObject(System.Text.Encoding.UTF8.GetBytes(node));
        member.Set("x-kubernetes-validations", new JsonArray { JsonParser.ParseObject(System.Text.Encoding.UTF8.GetBytes(rule)) });
        return SchemaNode.Read(new JsonObject { { "type", "object" }, { "properties", new JsonObject { { "a", member }, { "b", new JsonObject { { "type", "integer" } } } } } });
    }

    private static string[] Check(string node, string rule)
    {
        var errors = new ErrorList();
        new RuleChecks(errors).Check(Schema(node, rule), At, unchanged: false);
        return [.. errors.Select(e => e.ToString())];
    }
}
