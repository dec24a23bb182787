using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Tests;

/// <summary>Documents under expressions, with and without a schema.</summary>
public sealed class EvaluationTests
{
    private const string Pod = """
        {"kind":"Pod","metadata":{"name":"web","labels":{"app":"a","x-y":"1"}},
         "spec":{"replicas":3,"ratio":0.5,"nothing":null,"containers":[{"name":"c","ports":[80,443]},{"name":"d"}]}}
        """;

    private static readonly CelEnvironment Untyped = CelEnvironment.Kubernetes.With("object", CelType.Dyn).With("oldObject", CelType.Dyn);

    [Theory]
    [InlineData("object.metadata.name == 'web'")]
    [InlineData("object.spec.replicas + 1 == 4")]
    [InlineData("object.spec.ratio < 1.0 && object.spec.ratio < 1")]
    [InlineData("object.spec.containers.all(c, c.name in ['c', 'd'])")]
    [InlineData("object.spec.containers.map(c, c.name).join('-') == 'c-d'")]
    [InlineData("object.spec.containers.filter(c, has(c.ports))[0].ports.sum() == 523")]
    [InlineData("object.metadata.labels.exists(k, k == 'x-y')")]
    [InlineData("object.metadata.labels.all(k, v, v.size() == 1)")]
    [InlineData("object.metadata.labels['x-y'] == '1'")]
    [InlineData("!has(object.spec.missing) && has(object.spec.nothing)")]
    [InlineData("object.?spec.?missing.orValue(7) == 7")]
    [InlineData("object.spec.containers[?5].hasValue() == false")]
    [InlineData("oldObject == null")]
    [InlineData("type(object.spec.replicas) == int && type(object.spec.ratio) == double")]
    [InlineData("object == object && object.spec.containers != object.metadata.labels")]
    [InlineData("object.spec.containers.transformMap(i, c, c.name) == {0: 'c', 1: 'd'}")]
    [InlineData("[3, 1, 2].sort() == [1, 2, 3] && ['b', 'a'].sortBy(x, x) == ['a', 'b']")]
    [InlineData("'%s has %d'.format([object.metadata.name, object.spec.replicas]) == 'web has 3'")]
    public void A_document_without_schema_is_looked_into(string expression) => AssertTrue(Untyped, expression);

    [Theory]
    [InlineData("object.spec.missing", "no such key: missing")]
    [InlineData("object.spec.containers[7].name", "index out of bounds: 7")]
    [InlineData("object.spec.replicas / 0", "division by zero")]
    [InlineData("object.spec.replicas % 0", "modulus by zero")]
    [InlineData("object.spec.replicas + 9223372036854775807", "integer overflow")]
    [InlineData("object.spec.replicas + object.metadata.name", "no such overload")]
    [InlineData("object.metadata.name.nope", "no such overload")]
    [InlineData("int('x')", "strconv.ParseInt: parsing \"x\": invalid syntax")]
    [InlineData("quantity('x').sign()", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("[1][0] == 1 && object.spec.missing == 1", "no such key: missing")]
    public void What_has_no_value_is_explained(string expression, string message) => Assert.Equal(message, Evaluate(Untyped, expression).Error?.Message);

    [Theory]
    [InlineData("self.spec.when > timestamp('2020-01-01T00:00:00Z')")]
    [InlineData("self.spec.wait == duration('90s')")]
    [InlineData("self.spec.data == b'hi'")]
    [InlineData("self.spec.amount == 2.0")]
    [InlineData("self.spec.set == ['b', 'a']")]
    [InlineData("self.spec.set + ['a', 'c'] == ['a', 'b', 'c']")]
    [InlineData("self.spec.items.exists(i, i.name == 'x' && i.port == 1)")]
    [InlineData("self.spec.x__dash__y == 1 && self.spec.__namespace__ == 'n'")]
    [InlineData("self.metadata.name == 'n' && self.kind == 'K'")]
    [InlineData("!has(self.spec.absent)")]
    [InlineData("type(self.spec.either) == int || self.spec.either.endsWith('%')")]
    public void A_document_with_a_schema_has_its_types(string expression)
    {
        var environment = CelEnvironment.Kubernetes.With("self", Schema());
        var document = JsonParser.Parse("""
            {"kind":"K","metadata":{"name":"n"},"spec":{"when":"2026-01-01T00:00:00Z","wait":"1m30s","data":"aGk=","amount":2,"set":["a","b"],
             "items":[{"name":"x","port":1}],"x-y":1,"namespace":"n","either":"50%"}}
            """u8);
        var compilation = environment.Compile(expression, CelType.Bool);
        Assert.True(compilation.Succeeded, compilation.ErrorText);
        var result = compilation.Program.Evaluate(new CelActivation(environment).Set("self", CelValue.FromJson(document, Schema())));
        Assert.True(result.Value.IsTrue, result.Error?.Message ?? "false");
    }

    [Fact]
    public void A_loop_that_costs_too_much_is_stopped()
    {
        var result = Evaluate(Untyped, "lists.range(100000).all(i, lists.range(100000).all(j, i + j >= 0))");
        Assert.Equal(CelErrorKind.CostLimit, result.Error?.Kind);
        Assert.InRange(result.Cost, CelLimits.PerCall, 2 * CelLimits.PerCall);
    }

    [Fact]
    public void Results_have_a_form_as_JSON() =>
        Assert.Equal("""{"a":[1,2.5,"x",true,null],"b":"aGk="}""", Evaluate(Untyped, "{'a': [dyn(1), dyn(2.5), dyn('x'), dyn(true), dyn(null)], 'b': dyn(b'hi')}").Value.ToJson()?.ToString());

    [Fact]
    public void Mutations_are_constructed_and_misplaced_types_found()
    {
        var environment = Untyped.WithMutationTypes();
        var made = Evaluate(environment, "Object{spec: Object.spec{replicas: object.spec.replicas + 1}}");
        Assert.Equal("""{"spec":{"replicas":4}}""", made.Value.ToJson()?.ToString());
        Assert.Null(CelMutations.FindMisplacedType(made.Value));
        Assert.NotNull(CelMutations.FindMisplacedType(Evaluate(environment, "Object{spec: Object.status{}}").Value));
        var patch = environment.Compile("[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a/b'), value: 'x'}]", CelMutations.PatchListType);
        Assert.True(patch.Succeeded, patch.ErrorText);
        Assert.Equal("""[{"op":"add","path":"/metadata/labels/a~1b","value":"x"}]""", Evaluate(environment, patch.Program.Expression).Value.ToJson()?.ToString());
        Assert.Contains("undefined field 'nope'", environment.Compile("JSONPatch{nope: 1}").ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_is_computed_when_it_is_first_read_and_only_then()
    {
        var environment = Untyped.With("lazy", CelType.Int);
        var computed = 0;
        var activation = new CelActivation(environment).Set("object", CelValue.Null).SetLazy("lazy", () => CelValue.Of((long)++computed));
        Assert.True(environment.Compile("object == null || lazy == 1").Program!.Evaluate(activation).Value.IsTrue);
        Assert.Equal(0, computed);
        Assert.True(environment.Compile("lazy == 1 && lazy == 1").Program!.Evaluate(activation).Value.IsTrue);
        Assert.Equal(1, computed);
    }

    private static CelSchema Schema() => CelSchema.FromStructural(
        JsonParser.ParseObject("""
            {"type":"object","properties":{"spec":{"type":"object","properties":{
              "when":{"type":"string","format":"date-time"},"wait":{"type":"string","format":"duration"},"data":{"type":"string","format":"byte"},
              "amount":{"type":"number"},"set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
              "items":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
                "items":{"type":"object","properties":{"name":{"type":"string"},"port":{"type":"integer"}}}},
              "x-y":{"type":"integer"},"namespace":{"type":"string"},"either":{"x-kubernetes-int-or-string":true},"absent":{"type":"string"}}}}}
            """u8), isResourceRoot: true)!;

    private static CelEvaluation Evaluate(CelEnvironment environment, string expression)
    {
        var compilation = environment.Compile(expression);
        Assert.True(compilation.Succeeded, compilation.ErrorText);
        return compilation.Program.Evaluate(new CelActivation(environment)
            .Set("object", CelValue.FromJson(JsonParser.Parse(System.Text.Encoding.UTF8.GetBytes(Pod)))).Set("oldObject", CelValue.Null));
    }

    private static void AssertTrue(CelEnvironment environment, string expression)
    {
        var result = Evaluate(environment, expression);
        Assert.True(result.Value.IsTrue, $"{expression}: {result.Error?.Message ?? "false"}");
    }
}
