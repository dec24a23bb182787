using KubeSharp.Cel.Checking;
using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Costs;

/// <summary>
/// Estimates before any evaluation what an expression can cost, from the sizes that schemas and literals allow. The counting is the
/// same as at run time.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#estimated-cost-limits"/>.
/// </summary>
internal sealed partial class CostEstimator
{
    private static readonly CostRange Unknown = new(0, ulong.MaxValue);
    private static readonly CostRange One = CostRange.Of(1);

    private readonly CelEnvironment environment;
    private readonly Dictionary<Expression, CelSchema?> schemas = [];
    private readonly Dictionary<Expression, CostRange> sizes = [];
    private readonly Dictionary<Expression, EntrySize> entrySizes = [];
    private readonly Dictionary<LocalVariable, (CelSchema? Schema, CostRange? Size, EntrySize? Entries)> locals = [];

    private CostEstimator(CelEnvironment environment) => this.environment = environment;

    public static CostRange Estimate(CelEnvironment environment, Expression expression) => new CostEstimator(environment).CostOf(expression);

    private CostRange CostOf(Expression expression) => expression switch
    {
        Identifier identifier => CostOfName(identifier, identifier.Reference!),
        Selection { Reference: { } reference } selection => CostOfName(selection, reference),
        Selection selection => CostOfSelection(selection),
        Call call => CostOfCall(call),
        ListLiteral list => CostOfList(list),
        MapLiteral map => CostOfMap(map),
        ObjectLiteral made => Sum(made.Fields.Select(f => f.Value)) + CostRange.Of(RuntimeCost.ObjectCreation),
        Comprehension { IsBinding: true } binding => CostOfBinding(binding),
        Comprehension loop => CostOfLoop(loop),
        _ => default,
    };

    private CostRange Sum(IEnumerable<Expression> expressions) => expressions.Aggregate(default(CostRange), (sum, e) => sum + CostOf(e));

    private CostRange CostOfName(Expression expression, Reference reference)
    {
        schemas[expression] = reference.Local is { } local ? locals.GetValueOrDefault(local).Schema
            : reference.Slot >= 0 ? environment.Variables[reference.Slot].Schema
            : RootSchema();
        return One;
    }

    // A name that is no variable (that of a type) counts as being as large as the whole value may be.
    private CelSchema? RootSchema()
    {
        foreach (var variable in environment.Variables)
        {
            if (variable.Name == "self") return variable.Schema;
        }

        return null;
    }

    private CostRange CostOfSelection(Selection selection)
    {
        var cost = CostOf(selection.Operand);
        if (selection.IsTest)
            return cost;
        var operand = schemas.GetValueOrDefault(selection.Operand);
        schemas[selection] = operand is null ? null : operand.TryGetField(selection.Field, out var field) ? field.Schema : operand.Items;
        return selection.Operand.Type.Kind is CelTypeKind.Map or CelTypeKind.Object or CelTypeKind.Parameter ? cost + One : cost;
    }

    private CostRange CostOfList(ListLiteral list)
    {
        var cost = Sum(list.Elements) + CostRange.Of(RuntimeCost.ListCreation);
        entrySizes[list] = new EntrySize(IsList: true, One, UnionOfSizes(list.Elements));
        return cost;
    }

    private CostRange CostOfMap(MapLiteral map)
    {
        var cost = Sum(map.Entries.Select(e => e.Key)) + Sum(map.Entries.Select(e => e.Value)) + CostRange.Of(RuntimeCost.MapCreation);
        entrySizes[map] = new EntrySize(IsList: false, UnionOfSizes(map.Entries.Select(e => e.Key)), UnionOfSizes(map.Entries.Select(e => e.Value)));
        return cost;
    }

    private CostRange UnionOfSizes(IEnumerable<Expression> expressions)
    {
        CostRange? union = null;
        foreach (var expression in expressions)
            union = union?.Union(SizeOf(expression)) ?? SizeOf(expression);
        return union ?? default;
    }

    private CostRange CostOfBinding(Comprehension binding)
    {
        var cost = CostOf(binding.Range) + CostOf(binding.Initial);
        locals[binding.AccumulatorVariable!] = (schemas.GetValueOrDefault(binding.Initial), KnownSize(binding.Initial), EntriesOf(binding.Initial));
        cost += CostOf(binding.Result);
        CopySizes(binding, binding.Result);
        return cost;
    }

    private CostRange CostOfLoop(Comprehension loop)
    {
        var cost = CostOf(loop.Range) + CostOf(loop.Initial);
        locals[loop.AccumulatorVariable!] = (null, KnownSize(loop.Initial), EntriesOf(loop.Initial));
        var range = schemas.GetValueOrDefault(loop.Range);
        var entries = EntriesOf(loop.Range);
        var isList = entries?.IsList ?? loop.Range.Type.Kind == CelTypeKind.List;
        if (loop.SecondLocal is { } second)
        {
            locals[loop.FirstLocal!] = (isList ? null : range?.Keys, entries?.Key, null);
            locals[second] = (range?.Items, entries?.Value, null);
        }
        else
        {
            locals[loop.FirstLocal!] = isList ? (range?.Items, entries?.Value, null) : (range?.Keys, entries?.Key, null);
        }

        var turn = CostOf(loop.Condition) + CostOf(loop.Step);
        cost += CostOf(loop.Result);
        var turns = SizeOf(loop.Range);
        cost += turns * turn;
        if (loop.Initial is Literal)
        {
            sizes[loop] = SizeOf(loop.Initial);
        }
        else if (loop.Initial is ListLiteral or MapLiteral)
        {
            sizes[loop] = turns;
            if (EntriesOf(loop.Step) is { } stepEntries)
                entrySizes[loop] = stepEntries;
        }

        return cost;
    }

    private void CopySizes(Expression to, Expression from)
    {
        if (KnownSize(from) is { } size)
            sizes[to] = size;
        if (EntriesOf(from) is { } entries)
            entrySizes[to] = entries;
    }

    private CostRange SizeOf(Expression expression) => KnownSize(expression) ?? Unknown;

    private CostRange? KnownSize(Expression expression)
    {
        if (sizes.TryGetValue(expression, out var known))
            return known;
        switch (expression)
        {
            case Literal literal:
                return CostRange.Of((ulong)RuntimeCost.Size(literal.Value));
            case ListLiteral list:
                return CostRange.Of((ulong)list.Elements.Length);
            case MapLiteral map:
                return CostRange.Of((ulong)map.Entries.Length);
        }

        if (schemas.GetValueOrDefault(expression) is { } schema && SizeOf(schema) is { } declared)
            return declared;
        if (IsScalar(expression.Type))
            return One;
        return expression is Identifier { Reference.Local: { } local } ? locals.GetValueOrDefault(local).Size : null;
    }

    /// <summary>The sizes a schema allows; null when it says nothing.</summary>
    private static CostRange? SizeOf(CelSchema schema) => schema.MaxSize is { } max
        ? new CostRange(0, max)
        : schema.Type.Kind is CelTypeKind.String or CelTypeKind.Bytes or CelTypeKind.List or CelTypeKind.Map or CelTypeKind.Dyn ? null : default(CostRange);

    private EntrySize? EntriesOf(Expression expression)
    {
        if (entrySizes.TryGetValue(expression, out var known))
            return known;
        return expression is Identifier { Reference.Local: { } local } ? locals.GetValueOrDefault(local).Entries : null;
    }

    private static bool IsScalar(CelType type) => type.Kind switch
    {
        CelTypeKind.Bool or CelTypeKind.Double or CelTypeKind.Duration or CelTypeKind.Int or CelTypeKind.Timestamp or CelTypeKind.Uint => true,
        CelTypeKind.Opaque when type.Name == "optional_type" => IsScalar(type.Parameters[0]),
        _ => false,
    };
}
