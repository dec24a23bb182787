using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions;

public sealed class DefinitionRulesTests
{
    private const string At = "spec.validation.openAPIV3Schema.";

    [Theory]
    [InlineData("""{"a":{"type":"object","x-kubernetes-map-type":"atomic","properties":{"x":{"type":"string","default":"a"}}}}""", "")]
    [InlineData("""{"a":{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}}""", "")]
    [InlineData("""{"a":{}}""", At + "properties[a].type: Required value: must not be empty for specified object fields")]
    [InlineData("""{"a":{"type":"array","items":{}}}""", At + "properties[a].items.type: Required value: must not be empty for specified array items")]
    [InlineData("""{"a":{"type":"string","allOf":[{"title":"x"}]}}""", At + "properties[a].allOf[0].title: Forbidden: must be empty to be structural")]
    [InlineData("""{"a":{"type":"string","not":{"x-kubernetes-list-type":"set"}}}""", At + "properties[a].not.x-kubernetes-list-type: Forbidden: must be undefined to be structural|" + At + "properties[a].not.type: Required value: must be array if x-kubernetes-list-type is specified")]
    [InlineData("""{"a":{"type":"object","default":{"x":"1"},"properties":{"x":{"type":"integer"}}}}""", At + "properties[a].default.x: Invalid value: \"string\": x in body must be of type integer: \"string\"")]
    [InlineData("""{"metadata":{"type":"object","properties":{"name":{"type":"string","default":"x"}}}}""", At + "properties[metadata].properties[name].default: Forbidden: must not be set in top-level metadata")]
    [InlineData("""{"a":{"type":"array","x-kubernetes-list-map-keys":["k"],"items":{"type":"string"}}}""", At + "properties[a].x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty")]
    [InlineData("""{"a":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string","nullable":true}}}}}""", At + "properties[a].items.properties[k].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable")]
    [InlineData("""{"a":{"type":"string","$ref":"#/x","id":"y"}}""", At + "properties[a].id: Forbidden: id is not supported|" + At + "properties[a].$ref: Forbidden: $ref is not supported")]
    [InlineData("""{"a":{"type":"string","$schema":"x"}}""", "spec.validation.openAPIV3Schema: Invalid value: \"\": OpenAPI schema 'schema' is not supported")]
    [InlineData("""{"a":{"type":"string","x-kubernetes-validations":[{"rule":" "}]}}""", At + "properties[a].x-kubernetes-validations[0].rule: Required value: rule is not specified")]
    public void A_schema_is_structural_or_refused(string properties, string faults)
    {
        var errors = Check(Definition($$$"""{"type":"object","properties":{{{properties}}}}"""));
        Assert.Equal(faults.Length == 0 ? [] : faults.Split('|').Order(), errors.Select(error => error.ToString()).Distinct().Order());
    }

    [Theory]
    [InlineData(""" "additionalPrinterColumns":[{"name":"A","type":"string"}] """, "spec.additionalPrinterColumns[0].JSONPath: Required value")]
    [InlineData(""" "selectableFields":[{"jsonPath":".metadata.name"}] """, "spec.selectableFields[0].jsonPath: Invalid value: \".metadata.name\": is an invalid path: does not refer to a valid field")]
    [InlineData(""" "selectableFields":[{"jsonPath":".spec['a']"}] """, "spec.selectableFields[0].jsonPath: Invalid value: \".spec['a']\": is an invalid path: array notation is not allowed")]
    [InlineData(""" "selectableFields":[{"jsonPath":".spec"}] """, "spec.selectableFields[0].jsonPath: Invalid value: \".spec\": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.")]
    [InlineData(""" "selectableFields":[{"jsonPath":".spec.a"},{"jsonPath":".spec.a"}] """, "spec.selectableFields[1].jsonPath: Duplicate value: \".spec.a\"")]
    [InlineData(""" "subresources":{"scale":{"specReplicasPath":".status.x","statusReplicasPath":".status.y"}} """, "spec.subresources.scale.specReplicasPath: Invalid value: \".status.x\": should be a json path under .spec")]
    [InlineData(""" "deprecationWarning":"old" """, "spec.versions[0].deprecationWarning: Invalid value: \"old\": can only be set for deprecated versions")]
    [InlineData(""" "deprecated":true,"deprecationWarning":"" """, "spec.versions[0].deprecationWarning: Invalid value: \"\": must not be an empty string")]
    public void What_a_version_says_besides_its_schema_is_checked(string member, string fault)
    {
        var definition = Definition("""{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"}}}}}""", member);
        Assert.Equal(fault, Check(definition).ToString());
    }

    [Theory]
    [InlineData(null, "Required value: protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111")]
    [InlineData("nonsense", "Invalid value: \"nonsense\": protected groups must have approval annotation \"api-approved.kubernetes.io\" with either a URL or a reason starting with \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111")]
    [InlineData("https://example.com/1", null)]
    [InlineData("unapproved, an experiment", null)]
    public void Groups_of_the_community_need_an_approval(string? annotation, string? fault)
    {
        var definition = Definition("""{"type":"object"}""");
        definition.GetObject("spec")!.Set("group", "a.k8s.io");
        var metadata = definition.GetObject("metadata")!;
        metadata.Set("name", "ws.a.k8s.io");
        if (annotation is not null) metadata.Set("annotations", new JsonObject { { "api-approved.kubernetes.io", annotation } });
        Assert.Equal(fault is null ? "[]" : "metadata.annotations[api-approved.kubernetes.io]: " + fault, Check(definition).ToString());
    }

    [Fact]
    public void A_rule_that_a_stored_definition_breaks_may_go_on_being_broken()
    {
        var old = Definition("""{"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"object"}}}}""");
        var changed = old.Clone();
        changed.FindObject("spec", "names")!.Set("categories", JsonArray.OfStrings(["all"]));
        var errors = new ErrorList();
        CustomResourceDefinitionRules.CheckUpdate(changed, old, errors);
        Assert.Empty(errors);
        Assert.NotEmpty(Check(old));
    }

    [Fact]
    public void Versions_that_differ_are_named_one_by_one()
    {
        var definition = Definition("""{"type":"object"}""");
        var versions = definition.FindArray("spec", "versions")!;
        versions.Add(Parse("""{"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"a":{"type":"odd"}}}}}"""));
        Assert.Equal(
            "spec.versions[1].schema.openAPIV3Schema.properties[a].type: Unsupported value: \"odd\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"",
            Check(definition).ToString());
    }

    private static ErrorList Check(JsonObject definition)
    {
        var errors = new ErrorList();
        CustomResourceDefinitionRules.Check(definition, errors);
        return errors;
    }

    private static JsonObject Definition(string schema, string more = "") => (JsonObject)Parse($$$"""
        {"metadata":{"name":"ws.example.com"},
         "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"ws","singular":"w","kind":"W","listKind":"WList"},"conversion":{"strategy":"None"},
           "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{{{schema}}}}{{{(more.Length > 0 ? "," + more : "")}}}}]},
         "status":{"storedVersions":["v1"]}}
        """);

    private static JsonValue Parse(string json) => JsonParser.Parse(Encoding.UTF8.GetBytes(json));
}
