using KubeSharp.ApiMachinery.Text;
using KubeSharp.Cel.Checking;
using KubeSharp.Cel.Libraries;
using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>Turns a checked expression into the nodes that run.</summary>
internal sealed class Planner(CelEnvironment environment)
{
    private readonly Dictionary<LocalVariable, int> slots = [];
    private readonly HashSet<LocalVariable> collecting = [];
    private int depth;

    /// <summary>How many slots the comprehensions need.</summary>
    public int Slots { get; private set; }

    public Node Plan(Expression expression) => expression switch
    {
        Literal literal => new ConstantNode(literal.Value),
        Identifier identifier => PlanReference(identifier.Reference!),
        Selection { Reference: { } reference } => PlanReference(reference),
        Selection { IsTest: true } selection => new HasNode(Plan(selection.Operand), selection.Field),
        Selection selection => new FieldNode(Plan(selection.Operand), selection.Field),
        Call call => PlanCall(call),
        ListLiteral list => PlanList(list),
        MapLiteral map => new MapNode([.. map.Entries.Select(e => (Plan(e.Key), Plan(e.Value), e.Optional))]),
        ObjectLiteral made => new ObjectNode(environment.TypeOf(made.TypeName)!, [.. made.Fields.Select(f => (f.Name, Plan(f.Value), f.Optional))]),
        Comprehension { IsBinding: true } binding => PlanBinding(binding),
        Comprehension loop => PlanLoop(loop),
        _ => throw new InvalidOperationException($"no plan for {expression.GetType().Name}"),
    };

    private Node PlanReference(Reference reference)
    {
        if (reference.Local is { } local)
            return new LocalNode(slots[local]);
        return reference.Denoted is { } type ? new ConstantNode(CelValue.Of(type)) : new VariableNode(reference.Name, reference.Slot);
    }

    private Node PlanList(ListLiteral list)
    {
        var elements = list.Elements.Select(Plan).ToArray();
        // A list of constants is one constant.
        if (elements.Length > 0 && elements.All(e => e is ConstantNode) && !list.Optional.Contains(true))
            return new ConstantNode(CelValue.Of(elements.Select(e => ((ConstantNode)e).Value).ToArray()));
        return new ListNode(elements, list.Optional);
    }

    private Node PlanCall(Call call)
    {
        if (IsAppend(call, out var slot))
            return new AppendNode(slot, Plan(((ListLiteral)call.Arguments[1]).Elements[0]));
        var arguments = call.Target is { } target ? [Plan(target), .. call.Arguments.Select(Plan)] : call.Arguments.Select(Plan).ToArray();
        switch (call.Function)
        {
            case Operators.And or Operators.Or:
                return new LogicNode(arguments[0], arguments[1], decisive: call.Function == Operators.Or);
            case Operators.Conditional:
                return new ConditionalNode(arguments[0], arguments[1], arguments[2]);
            case Operators.Not or Operators.Negate:
                return new UnaryNode(arguments[0], isNot: call.Function == Operators.Not);
            case Operators.NotStrictlyFalse:
                return new NotStrictlyFalseNode(arguments[0]);
            case Operators.Equal or Operators.NotEqual:
                return new EqualNode(arguments[0], arguments[1], wanted: call.Function == Operators.Equal);
            case Operators.Less or Operators.LessOrEqual or Operators.Greater or Operators.GreaterOrEqual:
                return new CompareNode(arguments[0], arguments[1], call.Function);
            case Operators.Add or Operators.Subtract or Operators.Multiply or Operators.Divide or Operators.Modulo:
                return new ArithmeticNode(arguments[0], arguments[1], call.Function[1]);
            case Operators.In:
                return new InNode(arguments[0], arguments[1]);
            case Operators.Index or Operators.OptionalIndex:
                return new IndexNode(arguments[0], arguments[1], isOptional: call.Function == Operators.OptionalIndex);
            case Operators.OptionalSelect:
                return new OptionalFieldNode(arguments[0], ((ConstantNode)arguments[1]).Value.String!);
            case Operators.MapInsert:
                return new MapInsertNode(arguments[0], arguments[1], arguments.Length > 2 ? arguments[2] : null);
            case "matches" or "find" or "findAll" when PlanRegex(call.Function, arguments) is { } regex:
                return regex;
            case "or" or "orValue" when call.Overloads is [{ Body: null }]:
                return new OptionalOrNode(arguments[0], arguments[1], unwrap: call.Function == "orValue");
            default:
                var isMember = call.Target is not null;
                // All overloads stay candidates: what the checker took for granted need not hold for a document.
                return new CallNode(
                    call.Function, [.. environment.Declarations.FindFunction(call.Function.TrimStart('.'))!.Overloads.Where(o => o.IsMember == isMember && o.Body is not null)], arguments);
        }
    }

    private static RegexCallNode? PlanRegex(string function, Node[] arguments)
    {
        if (arguments is not [var text, ConstantNode { Value: { Kind: CelKind.String } pattern }] || !GoRegex.TryCompile(pattern.String!, out var regex, out _))
            return null;
        return new RegexCallNode(text, pattern, regex, function switch
        {
            "find" => static (r, input) => CelValue.Of(r.Match(input).Value),
            "findAll" => static (r, input) => RegexLibrary.All(r, input, -1),
            _ => static (r, input) => CelValue.Of(r.IsMatch(input)),
        });
    }

    private bool IsAppend(Call call, out int slot)
    {
        slot = -1;
        return call is { Function: Operators.Add, Arguments: [Identifier { Reference.Local: { } local }, ListLiteral { Elements.Length: 1, Optional: [false] }] } &&
            collecting.Contains(local) && slots.TryGetValue(local, out slot);
    }

    private BindingNode PlanBinding(Comprehension binding)
    {
        var value = Plan(binding.Initial);
        var slot = Enter(binding.AccumulatorVariable!);
        var result = Plan(binding.Result);
        depth--;
        return new BindingNode(value, slot, result);
    }

    private LoopNode PlanLoop(Comprehension loop)
    {
        var range = Plan(loop.Range);
        var initial = Plan(loop.Initial);
        var accumulator = Enter(loop.AccumulatorVariable!);
        var first = Enter(loop.FirstLocal!);
        var second = loop.SecondLocal is null ? -1 : Enter(loop.SecondLocal);
        var collects = loop.Initial is ListLiteral { Elements.Length: 0 };
        if (collects)
            collecting.Add(loop.AccumulatorVariable!);
        var node = new LoopNode
        {
            Range = range,
            Initial = initial,
            Condition = Plan(loop.Condition),
            Step = Plan(loop.Step),
            Result = Plan(loop.Result),
            AccumulatorSlot = accumulator,
            FirstSlot = first,
            SecondSlot = second,
            Collects = collects,
        };
        depth -= second < 0 ? 2 : 3;
        return node;
    }

    private int Enter(LocalVariable variable)
    {
        var slot = depth++;
        slots[variable] = slot;
        Slots = Math.Max(Slots, depth);
        return slot;
    }
}
