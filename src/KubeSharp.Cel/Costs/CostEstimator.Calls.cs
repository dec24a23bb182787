using KubeSharp.Cel.Checking;
using KubeSharp.Cel.Libraries;
using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Costs;

internal sealed partial class CostEstimator
{
    private CostRange CostOfCall(Call call)
    {
        if (call.Function == "dyn")
        {
            var inner = CostOf(call.Arguments[0]);
            CopySizes(call, call.Arguments[0]);
            return One + inner;
        }

        Expression[] operands = call.Target is { } target ? [target, .. call.Arguments] : call.Arguments;
        var costs = Array.ConvertAll(operands, CostOf);
        if (call.Overloads.Length == 0)
            return default;
        CostRange? cost = null;
        CostRange? size = null;
        foreach (var overload in call.Overloads)
        {
            var (own, resultSize) = CostOfOverload(call, overload, operands, costs);
            cost = cost?.Union(own) ?? own;
            if (resultSize is { } result)
                size = size?.Union(result) ?? result;
            if (overload.Cost == CostRule.Index)
            {
                size = EntriesOf(operands[0])?.Value;
                schemas[call] = schemas.GetValueOrDefault(operands[0])?.Items;
            }
        }

        if ((size ?? KnownSize(call)) is { } known)
            sizes[call] = known;
        return cost!.Value;
    }

    private (CostRange Cost, CostRange? Size) CostOfOverload(Call call, Overload overload, Expression[] operands, CostRange[] costs)
    {
        switch (overload.Cost)
        {
            case CostRule.ShortCircuit:
                return (new CostRange(costs[0].Min, (costs[0] + costs[1]).Max), null);
            case CostRule.Branch:
                if (EntrySize.Union(EntriesOf(operands[1]), EntriesOf(operands[2])) is { } entries)
                    entrySizes[call] = entries;
                return (costs[0] + costs[1].Union(costs[2]), SizeOf(operands[1]).Union(SizeOf(operands[2])));
        }

        var arguments = costs.Aggregate(default(CostRange), (sum, c) => sum + c);
        var first = operands.Length > 0 ? SizeOf(operands[0]) : default;
        var second = operands.Length > 1 ? SizeOf(operands[1]) : default;
        var (own, size) = overload.Cost switch
        {
            CostRule.Traverse => (Text(first), first),
            CostRule.Read when call.Function == "url" => (Text(first), (CostRange?)null),
            CostRule.Replace => (first.Scale(2 * RuntimeCost.StringFactor), ReplaceSize(first, second, SizeOf(operands[2]))),
            CostRule.Split => (first.Scale(2 * RuntimeCost.StringFactor), new CostRange(0, first.Max)),
            CostRule.Join => JoinCost(operands),
            CostRule.Elements => (ElementsCost(operands[0], first), null),
            CostRule.Regex => ((first + One).Scale(RuntimeCost.StringFactor) * second.Scale(RuntimeCost.RegexFactor), null),
            CostRule.RegexFind => ((first + One).Scale(RuntimeCost.StringFactor) * second.Scale(RuntimeCost.RegexFactor), new CostRange(0, first.Max)),
            CostRule.Search => (Text(first) * Text(second), null),
            CostRule.Affix => (Text(second), null),
            CostRule.Membership => (second, null),
            CostRule.Compare when call.Function == Operators.Equal && OpaqueCost(operands) is { } fixedCost => (fixedCost, null),
            CostRule.Compare => (CompareCost(first, second), null),
            CostRule.Concatenate => (Text(first + second), JoinedSize(call, operands, first + second)),
            CostRule.ConcatenateLists => (One, JoinedSize(call, operands, first + second)),
            CostRule.Encode => (Text(first), new CostRange(first.Min, CostRange.Multiply(first.Max, 4))),
            CostRule.Decode => (Text(first), new CostRange(first.Min / 4, first.Max)),
            CostRule.Quote => (Text(first), new CostRange(first.Min, first.Max) * CostRange.Of(2) + CostRange.Of(2)),
            CostRule.Format => (Text(first), null),
            CostRule.Product => ((first * second) + One, null),
            CostRule.DoubleProduct => ((first * second * CostRange.Of(2)) + One, null),
            CostRule.Authorize => (CostRange.Of((ulong)RuntimeCost.Authorization), null),
            CostRule.ContainsIp => (AddressCost(2), null),
            CostRule.ContainsIpText => (AddressCost(2) + Text(second), null),
            CostRule.ContainsCidr => (AddressCost(2) + AddressCost(1) + One, null),
            CostRule.ContainsCidrText => (AddressCost(2) + AddressCost(1) + One + Text(second), null),
            CostRule.Validate => ((second + One).Scale(RuntimeCost.StringFactor) * CostRange.Of(FormatValue.RegexSize).Scale(RuntimeCost.RegexFactor), null),
            _ => (One, null),
        };
        return (own + arguments, size);
    }

    private static CostRange Text(CostRange size) => size.Scale(RuntimeCost.StringFactor);

    /// <summary>An address has four or sixteen bytes.</summary>
    private static CostRange AddressCost(ulong times) => (new CostRange(4, 16) * CostRange.Of(times)).Scale(RuntimeCost.StringFactor);

    private static CostRange CompareCost(CostRange a, CostRange b)
    {
        var most = Math.Min(a.Max, b.Max);
        return new CostRange(most > 0 ? 1UL : 0, most).Scale(RuntimeCost.StringFactor);
    }

    // Values of Kubernetes' own types have no size to estimate, but are compared at once. That they differ is asked with == and !.
    private static CostRange? OpaqueCost(Expression[] operands)
    {
        if (operands[0].Type is not { Kind: CelTypeKind.Opaque } type || !type.Equals(operands[1].Type) || type.Parameters.Count > 0) return null;
        return type.Equals(FormatValue.CelType) ? Text(new CostRange(1, FormatValue.MaxSize)) : One;
    }

    private CostRange? JoinedSize(Call call, Expression[] operands, CostRange size)
    {
        if (EntrySize.Union(EntriesOf(operands[0]), EntriesOf(operands[1])) is { } entries)
            entrySizes[call] = entries;
        return size;
    }

    private CostRange ElementsCost(Expression range, CostRange size)
    {
        if (range.Type.Kind != CelTypeKind.List)
            return Text(size);
        var element = One;
        if (range.Type.Parameters[0].Kind is CelTypeKind.String or CelTypeKind.Bytes)
            element += Text(ElementSize(range));
        return size * element;
    }

    private CostRange ElementSize(Expression range) =>
        schemas.GetValueOrDefault(range)?.Items is { } items ? SizeOf(items) ?? Unknown : Unknown;

    private (CostRange Cost, CostRange? Size) JoinCost(Expression[] operands)
    {
        var count = SizeOf(operands[0]);
        var size = count * ElementSize(operands[0]);
        if (operands.Length > 1)
        {
            var separators = new CostRange(count.Min > 0 ? count.Min - 1 : 0, count.Max > 0 ? count.Max - 1 : 0);
            size += SizeOf(operands[1]) * separators;
        }

        return (Text(size), size);
    }

    private static CostRange ReplaceSize(CostRange text, CostRange old, CostRange replacement)
    {
        var (leastCount, leastKept) = old.Max == 0 ? (CostRange.Add(text.Min, 1), text.Min)
            : old.Max <= replacement.Min ? (0UL, text.Min)
            : ((ulong)Math.Ceiling(text.Min / (double)old.Max), 0UL);
        var (mostCount, mostKept) = old.Min == 0 ? (CostRange.Add(text.Max, 1), text.Max)
            : replacement.Max <= old.Min ? (0UL, text.Max)
            : (text.Max == ulong.MaxValue ? ulong.MaxValue : (ulong)Math.Ceiling(text.Max / (double)old.Min), 0UL);
        return (new CostRange(leastCount, mostCount) * replacement) + new CostRange(leastKept, mostKept);
    }
}
