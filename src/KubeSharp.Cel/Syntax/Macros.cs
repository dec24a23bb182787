using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Syntax;

/// <summary>
/// Replaces calls of macros by what they mean.
/// <see href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#macros"/>.
/// </summary>
/// <param name="bindings">Whether <c>cel.bind</c> is one.</param>
internal sealed class Macros(bool bindings)
{
    /// <summary>The variable that collects the result of a loop; no identifier of a user can be the same.</summary>
    public const string Accumulator = "@result";

    private const string Unused = "#unused";

    /// <summary>What a call means; null when it is no macro.</summary>
    public Expression? Expand(Source source, int at, string function, Expression? target, Expression[] arguments)
    {
        if (target is null)
            return function == "has" && arguments.Length == 1 ? Has(source, at, arguments[0]) : null;
        var expansion = new LoopBuilder(source, at, target, arguments);
        return (function, arguments.Length) switch
        {
            ("all", 2 or 3) => expansion.All(),
            ("exists", 2 or 3) => expansion.Exists(),
            ("exists_one" or "existsOne", 2 or 3) => expansion.ExistsOne(function),
            ("map", 2 or 3) => expansion.Map(),
            ("filter", 2) => expansion.Filter(),
            ("transformList", 3 or 4) => expansion.TransformList(),
            ("transformMap", 3 or 4) => expansion.TransformMap(),
            ("transformMapEntry", 3 or 4) => expansion.TransformMapEntry(),
            ("sortBy", 2) => SortBy(source, at, target, arguments),
            ("optMap", 2) => OptionalMap(source, at, target, arguments, flat: false),
            ("optFlatMap", 2) => OptionalMap(source, at, target, arguments, flat: true),
            ("bind", 3) when bindings && target is Identifier { Name: "cel" } => Bind(source, at, arguments),
            _ => null,
        };
    }

    /// <summary>A loop that runs over nothing and so only gives a value a name.</summary>
    public static Comprehension Name(int at, string variable, Expression value, Expression result) => new(at)
    {
        Range = new ListLiteral(at, [], []),
        Variable = Unused,
        Accumulator = variable,
        Initial = value,
        Condition = new Literal(at, CelValue.False),
        Step = new Identifier(at, variable),
        Result = result,
    };

    private static Expression? Has(Source source, int at, Expression argument)
    {
        if (argument is Selection { IsTest: false } selection)
            return new Selection(at, selection.Operand, selection.Field, isTest: true);
        source.Report(argument.Offset, "invalid argument to has() macro");
        return argument;
    }

    private static Expression Bind(Source source, int at, Expression[] arguments)
    {
        if (arguments[0] is Identifier name)
            return Name(at, name.Name, arguments[1], arguments[2]);
        source.Report(arguments[0].Offset, "cel.bind() variable names must be simple identifiers");
        return arguments[0];
    }

    private static Expression OptionalMap(Source source, int at, Expression target, Expression[] arguments, bool flat)
    {
        var function = flat ? "optFlatMap" : "optMap";
        if (arguments[0] is not Identifier variable)
        {
            source.Report(arguments[0].Offset, $"{function}() variable name must be a simple identifier");
            return target;
        }

        const string holder = "@target";
        // A target that is more than a name is evaluated once.
        var once = target is Identifier;
        var read = once ? target : new Identifier(at, holder);
        var mapped = Name(at, variable.Name, new Call(at, "value", read, []), arguments[1]);
        var result = new Call(at, Operators.Conditional, null,
        [
            new Call(at, "hasValue", read, []),
            flat ? mapped : new Call(at, "optional.of", null, [mapped]),
            new Call(at, "optional.none", null, []),
        ]);
        return once ? result : Name(at, holder, target, result);
    }

    private static Expression SortBy(Source source, int at, Expression target, Expression[] arguments)
    {
        if (target is Literal or MapLiteral or ObjectLiteral)
        {
            source.Report(target.Offset, "sortBy can only be applied to a list, identifier, comprehension, call or select expression");
            return target;
        }

        const string input = "@__sortBy_input__";
        var keys = new LoopBuilder(source, at, new Identifier(at, input), arguments).Map();
        return Name(at, input, target, new Call(at, "@sortByAssociatedKeys", new Identifier(at, input), [keys]));
    }
}
