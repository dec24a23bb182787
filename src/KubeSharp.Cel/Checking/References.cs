using KubeSharp.Cel.Syntax;

namespace KubeSharp.Cel.Checking;

/// <summary>Which variables a checked expression reads.</summary>
internal static class References
{
    public static bool Contains(Expression expression, string variable) => expression switch
    {
        Identifier identifier => Is(identifier.Reference, variable),
        Selection { Reference: { } reference } => Is(reference, variable),
        Selection selection => Contains(selection.Operand, variable),
        Call call => (call.Target is { } target && Contains(target, variable)) || Array.Exists(call.Arguments, a => Contains(a, variable)),
        ListLiteral list => Array.Exists(list.Elements, e => Contains(e, variable)),
        MapLiteral map => Array.Exists(map.Entries, e => Contains(e.Key, variable) || Contains(e.Value, variable)),
        ObjectLiteral made => Array.Exists(made.Fields, f => Contains(f.Value, variable)),
        Comprehension loop => Contains(loop.Range, variable) || Contains(loop.Initial, variable) || Contains(loop.Condition, variable) ||
            Contains(loop.Step, variable) || Contains(loop.Result, variable),
        _ => false,
    };

    private static bool Is(Reference? reference, string variable) => reference is { Slot: >= 0 } && reference.Name == variable;
}
