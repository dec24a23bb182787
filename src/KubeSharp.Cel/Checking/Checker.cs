using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Checking;

/// <summary>
/// Finds the types of an expression's nodes and what names and calls mean, or reports what does not fit.
/// <see href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#gradual-type-checking"/>.
/// </summary>
internal sealed partial class Checker
{
    private readonly Source source;
    private readonly CelEnvironment environment;
    private readonly Unifier unifier = new();
    private readonly Scope scope = new();
    private readonly List<Expression> nodes = [];

    private Checker(Source source, CelEnvironment environment)
    {
        this.source = source;
        this.environment = environment;
    }

    public static void Check(Source source, CelEnvironment environment, Expression expression)
    {
        var checker = new Checker(source, environment);
        checker.Check(expression);
        foreach (var node in checker.nodes)
            node.Type = checker.unifier.Substitute(node.Type, freeToDyn: true);
    }

    private CelType Check(Expression expression)
    {
        expression.Type = expression switch
        {
            Literal literal => RuntimeTypeOf(literal),
            Identifier identifier => CheckIdentifier(identifier),
            Selection selection => CheckSelection(selection),
            Call call => CheckCall(call),
            ListLiteral list => CheckList(list),
            MapLiteral map => CheckMap(map),
            ObjectLiteral made => CheckObject(made),
            Comprehension loop => CheckComprehension(loop),
            _ => CelType.Error,
        };
        nodes.Add(expression);
        return expression.Type;
    }

    private static CelType RuntimeTypeOf(Literal literal) => Running.RuntimeTypes.TypeOf(literal.Value);

    private CelType CheckIdentifier(Identifier identifier)
    {
        identifier.Reference = Resolve(identifier.Name);
        if (identifier.Reference is { } reference)
            return reference.Type;
        source.Report(identifier.Offset, $"undeclared reference to '{identifier.Name}' (in container '')");
        return CelType.Error;
    }

    /// <summary>What a dotted name stands for as a whole; null when for nothing.</summary>
    private Reference? Resolve(string name)
    {
        var isRooted = name[0] == '.';
        if (isRooted)
            name = name[1..];
        else if (scope.Find(name) is { } local)
            return new Reference { Name = name, Type = local.Type, Local = local };
        if (environment.Find(name, out var slot) is { } variable)
            return new Reference { Name = name, Type = variable.Schema.Type, Slot = slot };
        return environment.Declarations.FindType(name) is { } type
            ? new Reference { Name = name, Type = CelType.TypeOf(type), Denoted = type }
            : null;
    }

    /// <summary>The dotted name that an expression spells, or null.</summary>
    private static string? QualifiedName(Expression expression) => expression switch
    {
        Identifier identifier => identifier.Name,
        Selection { IsTest: false } selection when QualifiedName(selection.Operand) is { } prefix => $"{prefix}.{selection.Field}",
        _ => null,
    };

    private CelType CheckSelection(Selection selection)
    {
        // A dotted name may be one variable; a local variable of the first part hides it.
        if (!selection.IsTest && QualifiedName(selection) is { } name && scope.Find(name[..name.IndexOf('.', 1)]) is null && Resolve(name) is { } reference)
        {
            selection.Reference = reference;
            return reference.Type;
        }

        return CheckField(selection.Offset, Check(selection.Operand), selection.Field, isOptional: false, selection.IsTest);
    }

    private CelType CheckField(int at, CelType operand, string field, bool isOptional, bool isTest)
    {
        operand = unifier.Substitute(operand, freeToDyn: false);
        var target = operand;
        if (operand is { Kind: CelTypeKind.Opaque, Name: "optional_type" })
        {
            isOptional = true;
            target = unifier.Substitute(operand.Parameters[0], freeToDyn: false);
        }

        var result = CelType.Dyn;
        switch (target.Kind)
        {
            case CelTypeKind.Map:
                result = target.Parameters[1];
                break;
            case CelTypeKind.Object:
                if (FieldType(target, field) is { } type)
                {
                    result = type;
                    break;
                }

                source.Report(at, $"undefined field '{field}'");
                return CelType.Error;
            case CelTypeKind.Parameter:
                unifier.Bind(target, CelType.Dyn);
                break;
            case CelTypeKind.Dyn or CelTypeKind.Error:
                break;
            default:
                source.Report(at, $"type '{TypeText.Of(target)}' does not support field selection");
                return CelType.Error;
        }

        return isTest ? CelType.Bool : isOptional ? CelType.OptionalOf(result) : result;
    }

    private CelType? FieldType(CelType type, string field) =>
        type.Schema is { } schema && schema.TryGetField(field, out var declared) ? declared.Schema.Type : environment.FieldOf(type, field);

    private void Expect(Expression expression, CelType wanted)
    {
        if (!unifier.Unify(wanted, expression.Type))
            Mismatch(expression.Offset, wanted, expression.Type);
    }

    private void Mismatch(int at, CelType wanted, CelType found) =>
        source.Report(at, $"expected type '{Text(wanted)}' but found '{Text(found)}'");

    private string Text(CelType type) => TypeText.Of(unifier.Substitute(type, freeToDyn: true));
}
