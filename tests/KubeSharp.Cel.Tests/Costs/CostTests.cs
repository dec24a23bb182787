using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Tests.Costs;

/// <summary>Estimates follow from the sizes that schemas allow; what a run costs is never more.</summary>
public sealed class CostTests
{
    private static readonly CelSchema Schema = CelSchema.FromStructural(
        JsonParser.ParseObject("""
            {"type":"object","properties":{
              "n":{"type":"integer"},"short":{"type":"string","maxLength":10},"long":{"type":"string"},"enum":{"type":"string","enum":["ab","abcd"]},
              "list":{"type":"array","maxItems":5,"items":{"type":"string","maxLength":10}},
              "open":{"type":"array","items":{"type":"string"}},
              "map":{"type":"object","maxProperties":3,"additionalProperties":{"type":"integer"}}}}
            """u8), isResourceRoot: false)!;

    private static readonly CelEnvironment Environment = CelEnvironment.Kubernetes.With("self", Schema);

    [Theory]
    [InlineData("true", 0)]
    [InlineData("self.n > 1", 3)]
    [InlineData("self.n == 1", 2)]
    [InlineData("self.short == 'abc'", 3)]
    [InlineData("self.long.startsWith('abc')", 3)]
    [InlineData("self.short.contains('abc')", 6)]
    [InlineData("self.enum.size() < 4", 4)]
    [InlineData("has(self.n)", 1)]
    [InlineData("self.list.size() < 3", 4)]
    [InlineData("'x' in self.list", 7)]
    [InlineData("self.list.all(x, x.size() < 5)", 33)]
    [InlineData("self.map.all(k, self.map[k] > 0)", 27)]
    [InlineData("quantity('1') == quantity('2')", 3)]
    [InlineData("ip('1.2.3.4') == ip('1.2.3.5')", 3)]
    [InlineData("url('https://a') == url('https://b')", 3)]
    [InlineData("type(self.n) == int", 4)]
    public void Small_rules_cost_little(string expression, ulong max) =>
        Assert.Equal(max, Environment.Compile(expression).Program!.EstimateCost().Max);

    [Fact]
    public void Lists_without_a_limit_are_as_long_as_a_request() =>
        Assert.InRange(Environment.Compile("self.open.all(x, x == 'a')").Program!.EstimateCost().Max, 5_000_000UL, 10_000_000UL);

    [Fact]
    public void Nested_loops_over_lists_without_a_limit_cost_too_much() =>
        Assert.True(Environment.Compile("self.open.all(x, self.open.all(y, x == y))").Program!.EstimateCost().Max > CelLimits.EstimatedPerRule);

    [Theory]
    [InlineData("self.n > 1")]
    [InlineData("self.short == 'abc'")]
    [InlineData("self.list.all(x, x.size() < 50)")]
    [InlineData("self.list.exists(x, x == 'e')")]
    [InlineData("self.list.map(x, x + 'a').join(',') != ''")]
    [InlineData("self.map.all(k, self.map[k] > 0)")]
    [InlineData("self.short.matches('^[a-z]+$')")]
    [InlineData("self.short.replace('a', 'bb').split('b').size() > 0")]
    public void A_run_costs_no_more_than_was_estimated(string expression)
    {
        var document = JsonParser.Parse("""{"n":5,"short":"aaaaaaaaaa","long":"l","list":["a","b","c","d","e"],"map":{"a":1,"b":2,"c":3}}"""u8);
        var program = Environment.Compile(expression).Program!;
        var result = program.Evaluate(new CelActivation(Environment).Set("self", CelValue.FromJson(document, Schema)));
        Assert.Null(result.Error);
        Assert.InRange((ulong)result.Cost, 0UL, program.EstimateCost().Max);
    }
}
