using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;
using KubeSharp.ApiServer.Resources.Apiextensions.Values;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions;

public sealed class ValueValidatorTests
{
    [Theory]
    [InlineData("""{"type":"string","maxLength":2}""", "\"abc\"", "a: Too long: may not be more than 2 bytes")]
    [InlineData("""{"type":"string","minLength":2,"pattern":"^x"}""", "\"a\"", "a: Invalid value: \"a\": a in body should be at least 2 chars long")]
    [InlineData("""{"type":"string","enum":["x","y"]}""", "\"a\"", "a: Unsupported value: \"a\": supported values: \"x\", \"y\"")]
    [InlineData("""{"type":"number","minimum":0.5}""", "0.25", "a: Invalid value: 0.25: a in body should be greater than or equal to 0.5")]
    [InlineData("""{"type":"integer","maximum":3,"exclusiveMaximum":true}""", "3", "a: Invalid value: 3: a in body should be less than 3")]
    [InlineData("""{"type":"number","multipleOf":0.1}""", "0.25", "a: Invalid value: 0.25: a in body should be a multiple of 0.1")]
    [InlineData("""{"type":"number","maximum":1000000}""", "1000000.5", "a: Invalid value: 1.0000005e+06: a in body should be less than or equal to 1e+06")]
    [InlineData("""{"type":"number","minimum":0.00001}""", "0.000001", "a: Invalid value: 1e-06: a in body should be greater than or equal to 1e-05")]
    [InlineData("""{"type":"integer","maximum":1000000}""", "1000001", "a: Invalid value: 1000001: a in body should be less than or equal to 1000000")]
    [InlineData("""{"type":"integer"}""", "\"x\"", "a: Invalid value: \"string\": a in body must be of type integer: \"string\"")]
    [InlineData("""{"type":"boolean","format":"date"}""", "\"x\"", "a: Invalid value: \"string\": a in body must be of type boolean: \"string\"")]
    [InlineData("""{"type":"string","format":"int32"}""", "[]", "a: Invalid value: \"array\": a in body must be of type string: \"array\"")]
    [InlineData("""{"type":"string","format":"date"}""", "5", "a: Invalid value: \"int64\": a in body must be of type date: \"int64\"")]
    [InlineData("""{"type":"integer","format":"int32"}""", "true", "a: Invalid value: \"\": a in body must be of type int32: \"\"")]
    [InlineData("""{"type":"number","format":"double"}""", "\"x\"", "a: Invalid value: \"string\": a in body must be of type number: \"string\"")]
    [InlineData("""{"type":"object","additionalProperties":false}""", """{"k":1}""", "a: Invalid value: \"k\": a.k in body is a forbidden property")]
    [InlineData("""{"type":"string"}""", "null", "a: Invalid value: \"null\": a in body must be of type string: \"null\"")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"maxItems":1}""", "[1,2]", "a: Too many: 2: must have at most 1 item")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"},"minProperties":1}""", "{}", "a: Invalid value: 0: a in body should have at least 1 properties")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""", """{"k":"v"}""", "a.k: Invalid value: \"string\": a.k in body must be of type integer: \"string\"")]
    [InlineData("""{"x-kubernetes-int-or-string":true}""", "true", "a: Invalid value: \"boolean\": a in body must be of type integer,string: \"boolean\"")]
    [InlineData("""{"type":"string","not":{"enum":["a"]}}""", "\"a\"", "<nil>: Invalid value: \"\": \"a\" must not validate the schema (not)")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string"}},"required":["x"]}""", "{}", "a.x: Required value")]
    public void A_value_that_breaks_its_schema_is_told_of_as_upstream_tells(string schema, string value, string fault) =>
        Assert.Equal(fault, Check(schema, value).ToString());

    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":"string","nullable":true}""", "null")]
    [InlineData("""{"type":"string","format":"odd"}""", "\"x\"")]
    [InlineData("""{"x-kubernetes-int-or-string":true,"format":"int32"}""", "3000000000")]
    [InlineData("""{"type":"integer","anyOf":[{"minimum":10},{"maximum":2}]}""", "1")]
    [InlineData("""{"x-kubernetes-preserve-unknown-fields":true}""", "[1,{}]")]
    public void A_value_that_fits_has_no_faults(string schema, string value) => Assert.Empty(Check(schema, value));

    [Fact]
    public void Of_several_schemas_the_faults_of_the_nearest_are_told()
    {
        var faults = Check("""{"type":"string","oneOf":[{"pattern":"^x"},{"pattern":"^y"}]}""", "\"z\"");
        Assert.Equal(
            "[<nil>: Invalid value: \"\": \"a\" must validate one and only one schema (oneOf). Found none valid, a: Invalid value: \"z\": a in body should match '^x']",
            faults.ToString());
    }

    [Theory]
    [InlineData("""{"s":"toolong","n":1}""", """{"s":"toolong","n":2}""", true)]
    [InlineData("""{"s":"ok","n":1}""", """{"s":"toolong","n":1}""", false)]
    [InlineData("""{"m":[{"k":"a","s":"toolong"}]}""", """{"m":[{"k":"b","s":"ok"},{"k":"a","s":"toolong"}]}""", true)]
    [InlineData("""{"l":["toolong"]}""", """{"l":["ok","toolong"]}""", false)]
    public void Faults_of_what_did_not_change_are_forgiven(string before, string after, bool forgiven)
    {
        const string Schema = """
            {"type":"object","properties":{"s":{"type":"string","maxLength":3},"n":{"type":"integer"},
             "l":{"type":"array","items":{"type":"string","maxLength":3}},
             "m":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],
                  "items":{"type":"object","properties":{"k":{"type":"string"},"s":{"type":"string","maxLength":3}}}}}}
            """;
        var errors = new ErrorList();
        ValueValidator.Check(Parse(after), SchemaNode.Read((JsonObject)Parse(Schema)), errors, old: Parse(before));
        Assert.Equal(forgiven, errors.IsEmpty);
    }

    [Theory]
    [InlineData("set", """["a","a"]""", "a[1]: Duplicate value: \"a\"")]
    [InlineData("map", """[{"k":"a","v":1},{"k":"a","v":2}]""", "a[1]: Duplicate value: {\"k\":\"a\"}")]
    public void Items_of_sets_and_maps_are_unique(string type, string value, string fault)
    {
        var schema = SchemaNode.Read((JsonObject)Parse($$$"""
            {"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"{{{type}}}","x-kubernetes-list-map-keys":["k"],"items":{"type":"object"} } } }
            """));
        var errors = new ErrorList();
        ListTypeRules.Check(new JsonObject { { "a", Parse(value) } }, schema, null, errors);
        Assert.Equal(fault, errors.ToString());
    }

    private static ErrorList Check(string schema, string value)
    {
        var root = new JsonObject { { "type", "object" }, { "properties", new JsonObject { { "a", Parse(schema) } } } };
        var errors = new ErrorList();
        ValueValidator.Check(new JsonObject { { "a", Parse(value) } }, SchemaNode.Read(root), errors);
        return errors;
    }

    private static JsonValue Parse(string json) => JsonParser.Parse(System.Text.Encoding.UTF8.GetBytes(json));
}
