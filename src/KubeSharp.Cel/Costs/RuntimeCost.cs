using KubeSharp.Cel.Libraries;
using KubeSharp.Cel.Text;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Costs;

/// <summary>
/// What calls cost when they run. The factors are Kubernetes' own: reading a character costs a tenth, a character of a regular
/// expression a quarter.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#runtime-cost-budget"/>.
/// </summary>
internal static class RuntimeCost
{
    public const double StringFactor = 0.1;
    public const double RegexFactor = 0.25;
    public const long Authorization = 350_000;
    public const int ListCreation = 10;
    public const int MapCreation = 30;
    public const int ObjectCreation = 40;

    public static long Of(CostRule rule, ReadOnlySpan<CelValue> arguments, in CelValue result) => rule switch
    {
        CostRule.Traverse or CostRule.Read or CostRule.Affix or CostRule.Encode or CostRule.Decode or CostRule.Quote or CostRule.Format =>
            Scale(Size(arguments[0]), StringFactor),
        CostRule.ReadTwice or CostRule.Replace or CostRule.Split => Scale(Size(arguments[0]), 2 * StringFactor),
        CostRule.Join => Scale(Size(result), 2 * StringFactor),
        CostRule.Elements => Traversal(arguments[0]),
        CostRule.Regex or CostRule.RegexFind =>
            Scale(1 + Size(arguments[0]), StringFactor) * Scale(Size(arguments[1]), RegexFactor),
        CostRule.Search => Scale(Size(arguments[0]), StringFactor) * Scale(Size(arguments[1]), StringFactor),
        CostRule.Membership => Size(arguments[1]),
        CostRule.Compare => Scale(Math.Min(Size(arguments[0]), Size(arguments[1])), StringFactor),
        CostRule.Concatenate => Scale(Size(arguments[0]) + Size(arguments[1]), StringFactor),
        CostRule.Product => 1 + (Size(arguments[0]) * Size(arguments[1])),
        CostRule.DoubleProduct => 1 + (2 * Size(arguments[0]) * Size(arguments[1])),
        CostRule.Authorize => Authorization,
        CostRule.ContainsIp => Scale(2 * Size(arguments[0]), StringFactor),
        CostRule.ContainsIpText => Scale(2 * Size(arguments[0]), StringFactor) + Scale(Size(arguments[1]), StringFactor),
        CostRule.ContainsCidr => Scale(2 * Size(arguments[0]), StringFactor) + Scale(Size(arguments[0]), StringFactor) + 1,
        CostRule.ContainsCidrText => Scale(2 * Size(arguments[0]), StringFactor) + Scale(Size(arguments[0]), StringFactor) + 1 +
            Scale(Size(arguments[1]), StringFactor),
        CostRule.Validate => Scale(1 + Size(arguments[1]), StringFactor) * Scale(FormatValue.RegexSize, RegexFactor),
        _ => 1,
    };

    /// <summary>The size of a value; 1 for what has none.</summary>
    public static long Size(in CelValue value) => value.Kind switch
    {
        CelKind.String => CodePoints.Count((string)value.Reference!),
        CelKind.Bytes => ((byte[])value.Reference!).Length,
        CelKind.List => ((CelList)value.Reference!).Count,
        CelKind.Map => ((CelMap)value.Reference!).Count,
        CelKind.Opaque when value.Reference is ISized sized => sized.Size,
        _ => 1,
    };

    public static long Scale(long size, double factor) => (long)Math.Ceiling(size * factor);

    private static long Traversal(in CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.String:
                return (long)(System.Text.Encoding.UTF8.GetByteCount((string)value.Reference!) * StringFactor);
            case CelKind.Bytes:
                return (long)(((byte[])value.Reference!).Length * StringFactor);
            case CelKind.List:
                var list = (CelList)value.Reference!;
                var cost = 0L;
                for (var i = 0; i < list.Count; i++)
                    cost += Traversal(list[i]);
                return cost;
            case CelKind.Map:
                var map = (CelMap)value.Reference!;
                var sum = 0L;
                for (var i = 0; i < map.Count; i++)
                    sum += Traversal(map.KeyAt(i)) + Traversal(map.ValueAt(i));
                return sum;
            default:
                return 1;
        }
    }
}
