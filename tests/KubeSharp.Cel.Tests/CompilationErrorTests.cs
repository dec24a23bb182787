using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Tests;

/// <summary>What is wrong with an expression is said in the words that users of Kubernetes know.</summary>
public sealed class CompilationErrorTests
{
    private const string Primary = "'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER";

    private static readonly CelEnvironment Environment = CelEnvironment.Kubernetes
        .With("self", CelSchema.Object("Self", ("name", CelType.String), ("count", CelType.Int), ("tags", CelType.ListOf(CelType.String))))
        .With("object", CelType.Dyn);

    [Theory]
    [InlineData("nope", "ERROR: <input>:1:1: undeclared reference to 'nope' (in container '')\n | nope\n | ^")]
    [InlineData("self.nope", "ERROR: <input>:1:5: undefined field 'nope'\n | self.nope\n | ....^")]
    [InlineData("self.name + 1", "ERROR: <input>:1:11: found no matching overload for '_+_' applied to '(string, int)'\n | self.name + 1\n | ..........^")]
    [InlineData("self.count.size()", "ERROR: <input>:1:16: found no matching overload for 'size' applied to 'int.()'\n | self.count.size()\n | ...............^")]
    [InlineData("self.count == 1.0", "ERROR: <input>:1:12: found no matching overload for '_==_' applied to '(int, double)'\n | self.count == 1.0\n | ...........^")]
    [InlineData("nope(1)", "ERROR: <input>:1:5: undeclared reference to 'nope' (in container '')\n | nope(1)\n | ....^")]
    [InlineData("self.name.nope", "ERROR: <input>:1:10: type 'string' does not support field selection\n | self.name.nope\n | .........^")]
    [InlineData("[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^")]
    [InlineData("self.count.all(x, true)", "ERROR: <input>:1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)\n | self.count.all(x, true)\n | ....^")]
    [InlineData("has(self)", "ERROR: <input>:1:5: invalid argument to has() macro\n | has(self)\n | ....^")]
    [InlineData("duration('x') > duration('1s')", "ERROR: <input>:1:10: invalid duration argument\n | duration('x') > duration('1s')\n | .........^")]
    [InlineData("self.name.matches('(')", "ERROR: <input>:1:19: invalid matches argument\n | self.name.matches('(')\n | ..................^")]
    [InlineData("while.x", "ERROR: <input>:1:1: reserved identifier: while\n | while.x\n | ^")]
    [InlineData("'é' + nope", "ERROR: <input>:1:7: undeclared reference to 'nope' (in container '')\n | 'é' + nope\n | .．....^")]
    [InlineData("self.name ==\n\tnope", "ERROR: <input>:2:2: undeclared reference to 'nope' (in container '')\n |  nope\n | .^")]
    public void A_faulty_expression_is_explained_with_its_place(string expression, string expected)
    {
        var compilation = Environment.Compile(expression);
        Assert.Equal(expected, compilation.ErrorText);
    }

    [Theory]
    [InlineData("(", "1:2: Syntax error: mismatched input '<EOF>' expecting {" + Primary + "}")]
    [InlineData("self ==", "1:8: Syntax error: mismatched input '<EOF>' expecting {" + Primary + "}")]
    [InlineData("", "1:1: Syntax error: mismatched input '<EOF>' expecting {" + Primary + "}")]
    [InlineData("1 + $", "1:5: Syntax error: token recognition error at: '$'", "1:6: Syntax error: mismatched input '<EOF>' expecting {" + Primary + "}")]
    [InlineData("a | b", "1:3: Syntax error: token recognition error at: '| '", "1:5: Syntax error: extraneous input 'b' expecting <EOF>")]
    [InlineData("1 + +", "1:5: Syntax error: mismatched input '+' expecting {" + Primary + "}", "1:6: Syntax error: mismatched input '<EOF>' expecting {" + Primary + "}")]
    [InlineData(
        "*@a | b", "1:1: Syntax error: extraneous input '*' expecting {" + Primary + "}", "1:2: Syntax error: token recognition error at: '@'",
        "1:5: Syntax error: token recognition error at: '| '", "1:7: Syntax error: extraneous input 'b' expecting <EOF>")]
    [InlineData("t{>C}", "1:3: Syntax error: extraneous input '>' expecting {'}', ',', '?', IDENTIFIER, ESC_IDENTIFIER}", "1:5: Syntax error: mismatched input '}' expecting ':'")]
    [InlineData("{a}", "1:3: Syntax error: mismatched input '}' expecting ':'")]
    [InlineData("(1 + 2", "1:7: Syntax error: missing ')' at '<EOF>'")]
    [InlineData("self.", "1:6: Syntax error: no viable alternative at input '.'")]
    [InlineData("'abc", "1:1: Syntax error: token recognition error at: ''abc'", "1:5: Syntax error: mismatched input '<EOF>' expecting {" + Primary + "}")]
    [InlineData("[1 2]", "1:4: Syntax error: extraneous input '2' expecting {']', ','}")]
    [InlineData("a b c", "1:3: Syntax error: mismatched input 'b' expecting <EOF>")]
    [InlineData("self.x = 1", "1:8: Syntax error: token recognition error at: '= '", "1:10: Syntax error: extraneous input '1' expecting <EOF>")]
    public void Broken_syntax_is_explained(string expression, params string[] expected)
    {
        var compilation = Environment.Compile(expression);
        Assert.Equal(expected, compilation.Issues.Select(i => $"{i.Line}:{i.Column + 1}: {i.Message}"));
    }

    [Theory]
    [InlineData("(", "1", ")", 300)]
    [InlineData("", "object", ".a", 40_000)]
    [InlineData("", "1", "+1", 40_000)]
    [InlineData("[", "1", "]", 40_000)]
    [InlineData("(", "object", ".a.a.a.a.a.a.a.a)", 240)]
    public void An_expression_that_is_nested_too_deeply_is_refused(string before, string middle, string after, int times)
    {
        var text = string.Concat(Enumerable.Repeat(before, times)) + middle + string.Concat(Enumerable.Repeat(after, times));
        Assert.Contains("expression recursion limit exceeded: 250", Environment.Compile(text).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_chains_of_logic_are_no_deep_ones() =>
        Assert.True(Environment.Compile(string.Join(" && ", Enumerable.Repeat("self.count > 1", 2000))).Succeeded);

    [Fact]
    public void A_result_of_the_wrong_type_is_explained()
    {
        Assert.Equal("must evaluate to bool but got string", Environment.Compile("self.name", CelType.Bool).ErrorText);
        Assert.Equal("must evaluate to one of [string bool]", Environment.Compile("self.count", CelType.String, CelType.Bool).ErrorText);
        Assert.True(Environment.Compile("self.count", CelType.Int).Succeeded);
    }
}
