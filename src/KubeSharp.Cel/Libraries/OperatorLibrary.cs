using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Types;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>The signatures of operators. The evaluator has nodes of its own for the work.</summary>
internal static class OperatorLibrary
{
    public static void Declare(Library library)
    {
        DeclareLogic(library);
        DeclareComparisons(library);
        DeclareArithmetic(library);
        DeclareAccess(library);
    }

    private static void DeclareLogic(Library library) => library
        .Global(Operators.Conditional, "conditional", [Bool, Library.T, Library.T], Library.T, null, CostRule.Branch)
        .Global(Operators.And, "logical_and", [Bool, Bool], Bool, null, CostRule.ShortCircuit)
        .Global(Operators.Or, "logical_or", [Bool, Bool], Bool, null, CostRule.ShortCircuit)
        .Global(Operators.Not, "logical_not", [Bool], Bool, null)
        .Global(Operators.NotStrictlyFalse, "not_strictly_false", [Bool], Bool, null)
        .Global(Operators.Equal, "equals", [Library.T, Library.T], Bool, null, CostRule.Compare)
        .Global(Operators.NotEqual, "not_equals", [Library.T, Library.T], Bool, null, CostRule.Compare);

    private static void DeclareComparisons(Library library)
    {
        CelType[] same = [Bool, Int, Uint, CelType.Double, CelType.String, Bytes, Timestamp, Duration];
        CelType[] numbers = [Int, Uint, CelType.Double];
        foreach (var (symbol, name) in new[]
        {
            (Operators.Less, "less"), (Operators.LessOrEqual, "less_equals"), (Operators.Greater, "greater"), (Operators.GreaterOrEqual, "greater_equals"),
        })
        {
            foreach (var type in same)
                library.Global(symbol, $"{name}_{type.Name}", [type, type], Bool, null, type.Kind is CelTypeKind.String or CelTypeKind.Bytes ? CostRule.Compare : CostRule.One);
            foreach (var left in numbers)
            {
                foreach (var right in numbers)
                {
                    if (left != right)
                        library.Global(symbol, $"{name}_{left.Name}_{right.Name}", [left, right], Bool, null);
                }
            }
        }
    }

    private static void DeclareArithmetic(Library library)
    {
        foreach (var type in new[] { Int, Uint, CelType.Double })
        {
            library.Global(Operators.Add, $"add_{type.Name}", [type, type], type, null)
                .Global(Operators.Subtract, $"subtract_{type.Name}", [type, type], type, null)
                .Global(Operators.Multiply, $"multiply_{type.Name}", [type, type], type, null)
                .Global(Operators.Divide, $"divide_{type.Name}", [type, type], type, null);
        }

        library.Global(Operators.Modulo, "modulo_int64", [Int, Int], Int, null)
            .Global(Operators.Modulo, "modulo_uint64", [Uint, Uint], Uint, null)
            .Global(Operators.Negate, "negate_int64", [Int], Int, null)
            .Global(Operators.Negate, "negate_double", [CelType.Double], CelType.Double, null)
            .Global(Operators.Negate, "negate_duration", [Duration], Duration, null)
            .Global(Operators.Add, "add_bytes", [Bytes, Bytes], Bytes, null, CostRule.Concatenate)
            .Global(Operators.Add, "add_string", [CelType.String, CelType.String], CelType.String, null, CostRule.Concatenate)
            .Global(Operators.Add, "add_list", [ListOf(Library.T), ListOf(Library.T)], ListOf(Library.T), null, CostRule.ConcatenateLists)
            .Global(Operators.Add, "add_duration_duration", [Duration, Duration], Duration, null)
            .Global(Operators.Add, "add_duration_timestamp", [Duration, Timestamp], Timestamp, null)
            .Global(Operators.Add, "add_timestamp_duration", [Timestamp, Duration], Timestamp, null)
            .Global(Operators.Subtract, "subtract_duration_duration", [Duration, Duration], Duration, null)
            .Global(Operators.Subtract, "subtract_timestamp_timestamp", [Timestamp, Timestamp], Duration, null)
            .Global(Operators.Subtract, "subtract_timestamp_duration", [Timestamp, Duration], Timestamp, null);
    }

    private static void DeclareAccess(Library library)
    {
        var list = ListOf(Library.T);
        var map = MapOf(Library.T, Library.U);
        library.Global(Operators.In, "in_list", [Library.T, list], Bool, null, CostRule.Membership)
            .Global(Operators.In, "in_map", [Library.T, map], Bool, null)
            .Global(Operators.Index, "index_list", [list, Int], Library.T, null, CostRule.Index)
            .Global(Operators.Index, "index_map", [map, Library.T], Library.U, null, CostRule.Index)
            .Global(Operators.Index, "optional_list_index_int", [OptionalOf(list), Int], OptionalOf(Library.T), null)
            .Global(Operators.Index, "optional_map_index_value", [OptionalOf(map), Library.T], OptionalOf(Library.U), null)
            .Global(Operators.OptionalIndex, "list_optindex_optional_int", [list, Int], OptionalOf(Library.T), null)
            .Global(Operators.OptionalIndex, "optional_list_optindex_optional_int", [OptionalOf(list), Int], OptionalOf(Library.T), null)
            .Global(Operators.OptionalIndex, "map_optindex_optional_value", [map, Library.T], OptionalOf(Library.U), null)
            .Global(Operators.OptionalIndex, "optional_map_optindex_optional_value", [OptionalOf(map), Library.T], OptionalOf(Library.U), null)
            .Global(Operators.OptionalSelect, "select_optional_field", [Dyn, CelType.String], OptionalOf(Library.U), null)
            .Global(Operators.MapInsert, "@mapInsert_map_map", [map, map], map, null)
            .Global(Operators.MapInsert, "@mapInsert_map_key_value", [map, Library.T, Library.U], map, null);
    }
}
