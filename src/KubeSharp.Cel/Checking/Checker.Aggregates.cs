using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Checking;

internal sealed partial class Checker
{
    private CelType CheckList(ListLiteral list)
    {
        CelType? element = null;
        for (var i = 0; i < list.Elements.Length; i++)
        {
            var type = Check(list.Elements[i]);
            if (list.Optional[i])
                type = Unwrapped(list.Elements[i], type);
            element = Join(list.Elements[i].Offset, element, type);
        }

        return CelType.ListOf(element ?? unifier.Fresh());
    }

    private CelType CheckMap(MapLiteral map)
    {
        CelType? key = null;
        CelType? value = null;
        foreach (var entry in map.Entries)
        {
            key = Join(entry.Key.Offset, key, Check(entry.Key));
            var type = Check(entry.Value);
            if (entry.Optional)
                type = Unwrapped(entry.Value, type);
            value = Join(entry.Value.Offset, value, type);
        }

        return CelType.MapOf(key ?? unifier.Fresh(), value ?? unifier.Fresh());
    }

    /// <summary>Elements of a list and keys and values of a map are of one type; what is known only at run time makes it dyn.</summary>
    private CelType Join(int at, CelType? previous, CelType current)
    {
        if (previous is null)
            return current;
        if (unifier.Unify(previous, current))
            return Unifier.MostGeneral(previous, current);
        if (!environment.MixedAggregates)
        {
            Mismatch(at, previous, current);
            return CelType.Error;
        }

        return CelType.Dyn;
    }

    private CelType Unwrapped(Expression expression, CelType type)
    {
        type = unifier.Substitute(type, freeToDyn: false);
        if (type is { Kind: CelTypeKind.Opaque, Name: "optional_type" })
            return type.Parameters[0];
        if (!Unifier.IsDynOrError(type))
            Mismatch(expression.Offset, CelType.OptionalOf(type), type);
        return type;
    }

    private CelType CheckObject(ObjectLiteral made)
    {
        var name = made.TypeName.TrimStart('.');
        if (environment.TypeOf(name) is not { } type)
        {
            if (environment.Find(name, out _) is not null)
                source.Report(made.Offset, $"'{name}' is not a type");
            else
                source.Report(made.Offset, $"undeclared reference to '{name}' (in container '')");
            foreach (var field in made.Fields)
                Check(field.Value);
            return CelType.Error;
        }

        made.TypeName = name;
        if (type.Kind != CelTypeKind.Object)
        {
            source.Report(made.Offset, $"'{type.Name}' is not a message type");
            return CelType.Error;
        }

        foreach (var field in made.Fields)
        {
            var given = Check(field.Value);
            if (field.Optional)
                given = Unwrapped(field.Value, given);
            if (FieldType(type, field.Name) is not { } wanted)
                source.Report(field.Offset, $"undefined field '{field.Name}'");
            else if (!unifier.Unify(wanted, given))
                source.Report(field.Offset, $"expected type of field '{field.Name}' is '{Text(wanted)}' but provided type is '{Text(given)}'");
        }

        return type;
    }

    private CelType CheckComprehension(Comprehension loop)
    {
        var range = unifier.Substitute(Check(loop.Range), freeToDyn: false);
        var accumulator = Check(loop.Initial);
        CelType first;
        var second = CelType.Dyn;
        switch (range.Kind)
        {
            case CelTypeKind.List:
                (first, second) = loop.SecondVariable is null ? (range.Parameters[0], CelType.Dyn) : (CelType.Int, range.Parameters[0]);
                break;
            case CelTypeKind.Map:
                (first, second) = (range.Parameters[0], range.Parameters[1]);
                break;
            case CelTypeKind.Dyn or CelTypeKind.Error:
                first = CelType.Dyn;
                break;
            case CelTypeKind.Parameter:
                unifier.Bind(range, CelType.Dyn);
                first = CelType.Dyn;
                break;
            default:
                source.Report(loop.Range.Offset, $"expression of type '{Text(range)}' cannot be range of a comprehension (must be list, map, or dynamic)");
                first = CelType.Error;
                break;
        }

        scope.Enter(loop.AccumulatorVariable = new LocalVariable(loop.Accumulator, accumulator));
        var variables = 1;
        if (!loop.IsBinding)
        {
            scope.Enter(loop.FirstLocal = new LocalVariable(loop.Variable, first));
            variables++;
            if (loop.SecondVariable is not null)
            {
                scope.Enter(loop.SecondLocal = new LocalVariable(loop.SecondVariable, second));
                variables++;
            }
        }

        Check(loop.Condition);
        Expect(loop.Condition, CelType.Bool);
        Check(loop.Step);
        Expect(loop.Step, accumulator);
        scope.Leave(variables - 1);
        var result = Check(loop.Result);
        scope.Leave(1);
        return unifier.Substitute(result, freeToDyn: false);
    }
}
