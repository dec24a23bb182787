using KubeSharp.Cel.Text;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>Checked arithmetic: what does not fit is an error.</summary>
internal static class Arithmetic
{
    private static readonly CelValue NoOverload = CelValue.Fail("no such overload");
    private static readonly CelValue IntOverflow = CelValue.Fail("integer overflow");
    private static readonly CelValue UintOverflow = CelValue.Fail("unsigned integer overflow");
    private static readonly CelValue DurationOverflow = CelValue.Fail("duration overflow");

    public static CelValue Ints(char operation, long a, long b)
    {
        long result;
        switch (operation)
        {
            case '+':
                result = unchecked(a + b);
                return ((a ^ result) & (b ^ result)) < 0 ? IntOverflow : CelValue.Of(result);
            case '-':
                result = unchecked(a - b);
                return ((a ^ b) & (a ^ result)) < 0 ? IntOverflow : CelValue.Of(result);
            case '*':
                var high = Math.BigMul(a, b, out result);
                return high != result >> 63 ? IntOverflow : CelValue.Of(result);
            case '/':
                if (b == 0)
                    return CelValue.Fail("division by zero");
                return a == long.MinValue && b == -1 ? IntOverflow : CelValue.Of(a / b);
            default:
                if (b == 0)
                    return CelValue.Fail("modulus by zero");
                return a == long.MinValue && b == -1 ? IntOverflow : CelValue.Of(a % b);
        }
    }

    public static CelValue Uints(char operation, ulong a, ulong b)
    {
        switch (operation)
        {
            case '+':
                return a > ulong.MaxValue - b ? UintOverflow : CelValue.Of(a + b);
            case '-':
                return a < b ? UintOverflow : CelValue.Of(a - b);
            case '*':
                return Math.BigMul(a, b, out var low) != 0 ? UintOverflow : CelValue.Of(low);
            case '/':
                return b == 0 ? CelValue.Fail("division by zero") : CelValue.Of(a / b);
            default:
                return b == 0 ? CelValue.Fail("modulus by zero") : CelValue.Of(a % b);
        }
    }

    public static CelValue Doubles(char operation, double a, double b) => operation switch
    {
        '+' => CelValue.Of(a + b),
        '-' => CelValue.Of(a - b),
        '*' => CelValue.Of(a * b),
        '/' => CelValue.Of(a / b),
        _ => NoOverload,
    };

    public static CelValue Add(in CelValue a, in CelValue b) => (a.Kind, b.Kind) switch
    {
        (CelKind.String, CelKind.String) => CelValue.Of(string.Concat(a.String, b.String)),
        (CelKind.Bytes, CelKind.Bytes) => CelValue.Of([.. (byte[])a.Reference!, .. (byte[])b.Reference!]),
        (CelKind.List, CelKind.List) => ((CelList)a.Reference!).Concat((CelList)b.Reference!),
        (CelKind.Duration, CelKind.Duration) => Duration((Int128)a.Int + b.Int),
        (CelKind.Timestamp, CelKind.Duration) => Timestamps.Add(a, b.Int),
        (CelKind.Duration, CelKind.Timestamp) => Timestamps.Add(b, a.Int),
        _ => NoOverload,
    };

    public static CelValue Subtract(in CelValue a, in CelValue b) => (a.Kind, b.Kind) switch
    {
        (CelKind.Duration, CelKind.Duration) => Duration((Int128)a.Int - b.Int),
        (CelKind.Timestamp, CelKind.Duration) => Timestamps.Add(a, -(Int128)b.Int),
        (CelKind.Timestamp, CelKind.Timestamp) => Duration((((Int128)a.Int - b.Int) * 1_000_000_000) + a.Extra - b.Extra),
        _ => NoOverload,
    };

    private static CelValue Duration(Int128 nanoseconds) =>
        nanoseconds < long.MinValue || nanoseconds > long.MaxValue ? DurationOverflow : CelValue.Duration((long)nanoseconds);
}
