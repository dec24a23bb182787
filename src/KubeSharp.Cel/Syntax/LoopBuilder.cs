using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Syntax;

/// <summary>Builds the loop of one macro over a range.</summary>
/// <param name="source">Where faults go.</param>
/// <param name="at">Where messages about the loop point to.</param>
/// <param name="range">What to run over.</param>
/// <param name="arguments">The variables and expressions of the call.</param>
internal sealed class LoopBuilder(Source source, int at, Expression range, Expression[] arguments)
{
    private Expression True => new Literal(at, CelValue.True);

    private Expression False => new Literal(at, CelValue.False);

    private Expression Result => new Identifier(at, Macros.Accumulator);

    public Expression All() => Loop(
        arguments.Length - 1, "argument must be a simple name", True, Function(Operators.NotStrictlyFalse, Result),
        Function(Operators.And, Result, arguments[^1]), Result);

    public Expression Exists() => Loop(
        arguments.Length - 1, "argument must be a simple name", False, Function(Operators.NotStrictlyFalse, Function(Operators.Not, Result)),
        Function(Operators.Or, Result, arguments[^1]), Result);

    public Expression ExistsOne(string function)
    {
        _ = function;
        return Loop(
            arguments.Length - 1, "argument must be a simple name", Number(0), True,
            When(arguments[^1], Function(Operators.Add, Result, Number(1))), Function(Operators.Equal, Result, Number(1)));
    }

    public Expression Map()
    {
        var step = Append(arguments[^1]);
        return Loop(1, "argument is not an identifier", List(), True, arguments.Length == 3 ? When(arguments[1], step) : step, Result);
    }

    public Expression Filter() => Loop(1, "argument is not an identifier", List(), True, When(arguments[1], Append(arguments[0])), Result);

    public Expression TransformList() => Transform(List(), Append(arguments[^1]));

    public Expression TransformMap() => Transform(EmptyMap(), Function(Operators.MapInsert, Result, arguments[0], arguments[^1]));

    public Expression TransformMapEntry() => Transform(EmptyMap(), Function(Operators.MapInsert, Result, arguments[^1]));

    private Expression Transform(Expression initial, Expression step) =>
        Loop(2, "argument must be a simple name", initial, True, arguments.Length == 4 ? When(arguments[2], step) : step, Result);

    private Expression Loop(int variables, string complaint, Expression initial, Expression condition, Expression step, Expression result)
    {
        var first = Variable(0, complaint);
        var second = variables == 2 ? Variable(1, complaint) : null;
        if (first is null || (variables == 2 && second is null))
            return range;
        if (first == second)
        {
            source.Report(arguments[1].Offset, "duplicate iteration variable name: " + first);
            return range;
        }

        return new Comprehension(at)
        {
            Range = range,
            Variable = first,
            SecondVariable = second,
            Accumulator = Macros.Accumulator,
            Initial = initial,
            Condition = condition,
            Step = step,
            Result = result,
        };
    }

    private string? Variable(int index, string complaint)
    {
        if (arguments[index] is Identifier { Name: var name } && name[0] != '.')
            return name;
        source.Report(arguments[index].Offset, complaint);
        return null;
    }

    private Literal Number(long value) => new(at, CelValue.Of(value));

    private ListLiteral List(params Expression[] elements) => new(at, elements, new bool[elements.Length]);

    private MapLiteral EmptyMap() => new(at, []);

    private Call Append(Expression element) => Function(Operators.Add, Result, List(element));

    private Call When(Expression condition, Expression step) => Function(Operators.Conditional, condition, step, Result);

    private Call Function(string function, params Expression[] operands) => new(at, function, null, operands);
}
