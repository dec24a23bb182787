using KubeSharp.ApiMachinery.Text;
using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Text;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Checking;

/// <summary>Reports constant arguments that can never be right: durations, timestamps, regular expressions.</summary>
internal static class LiteralValidator
{
    public static void Check(Source source, Expression expression)
    {
        switch (expression)
        {
            case Selection selection:
                Check(source, selection.Operand);
                break;
            case Call call:
                CheckCall(source, call);
                break;
            case ListLiteral list:
                foreach (var element in list.Elements)
                    Check(source, element);
                break;
            case MapLiteral map:
                foreach (var entry in map.Entries)
                {
                    Check(source, entry.Key);
                    Check(source, entry.Value);
                }

                break;
            case ObjectLiteral made:
                foreach (var field in made.Fields)
                    Check(source, field.Value);
                break;
            case Comprehension loop:
                Check(source, loop.Range);
                Check(source, loop.Initial);
                Check(source, loop.Condition);
                Check(source, loop.Step);
                Check(source, loop.Result);
                break;
        }
    }

    private static void CheckCall(Source source, Call call)
    {
        if (call.Target is { } target)
            Check(source, target);
        foreach (var argument in call.Arguments)
            Check(source, argument);
        if (call.Arguments is [.., Literal { Value: { Kind: CelKind.String } constant } literal] && IsWrong(call, constant.String!))
            source.Report(literal.Offset, $"invalid {call.Function} argument");
    }

    private static bool IsWrong(Call call, string constant) => call.Function switch
    {
        "duration" when call.Arguments.Length == 1 => !Durations.TryParse(constant, out _),
        "timestamp" when call.Arguments.Length == 1 => !Timestamps.TryParse(constant, out _),
        "matches" => !GoRegex.TryCompile(constant, out _, out _),
        _ => false,
    };
}
