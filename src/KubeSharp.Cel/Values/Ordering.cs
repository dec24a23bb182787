namespace KubeSharp.Cel.Values;

/// <summary>Which values come before which.</summary>
internal static class Ordering
{
    /// <summary>Compares two values; false when they have no order (other kinds, NaN).</summary>
    public static bool TryCompare(in CelValue a, in CelValue b, out int order)
    {
        if (Equality.IsNumber(a.Kind) && Equality.IsNumber(b.Kind))
            return TryCompareNumbers(a, b, out order);
        order = 0;
        if (a.Kind != b.Kind)
            return false;
        switch (a.Kind)
        {
            case CelKind.Bool or CelKind.Duration:
                order = a.Bits.CompareTo(b.Bits);
                return true;
            case CelKind.Timestamp:
                order = a.Bits != b.Bits ? a.Bits.CompareTo(b.Bits) : a.Extra.CompareTo(b.Extra);
                return true;
            case CelKind.String:
                order = CompareText((string)a.Reference!, (string)b.Reference!);
                return true;
            case CelKind.Bytes:
                order = ((byte[])a.Reference!).AsSpan().SequenceCompareTo((byte[])b.Reference!);
                return true;
            default:
                return false;
        }
    }

    public static bool TryCompareNumbers(in CelValue a, in CelValue b, out int order)
    {
        if (a.Kind == b.Kind && a.Kind != CelKind.Double)
        {
            order = a.Kind == CelKind.Int ? a.Int.CompareTo(b.Int) : a.Uint.CompareTo(b.Uint);
            return true;
        }

        if (a.Kind != CelKind.Double && b.Kind != CelKind.Double)
        {
            order = a.Kind == CelKind.Int ? Compare(a.Int, b.Uint) : -Compare(b.Int, a.Uint);
            return true;
        }

        if ((a.Kind == CelKind.Double && double.IsNaN(a.Double)) || (b.Kind == CelKind.Double && double.IsNaN(b.Double)))
        {
            order = 0;
            return false;
        }

        order = a.Kind != CelKind.Double ? -CompareDouble(b.Double, a) : CompareDouble(a.Double, b);
        return true;
    }

    /// <summary>Order by code points, which is not that of UTF-16 units beyond the basic plane.</summary>
    public static int CompareText(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        var at = a.AsSpan(0, length).CommonPrefixLength(b.AsSpan(0, length));
        if (at == length)
            return a.Length.CompareTo(b.Length);
        var (x, y) = (a[at], b[at]);
        var (highX, highY) = (char.IsSurrogate(x), char.IsSurrogate(y));
        return highX == highY ? x.CompareTo(y) : highX ? 1 : -1;
    }

    private static int Compare(long a, ulong b) => a < 0 ? -1 : ((ulong)a).CompareTo(b);

    private static int CompareDouble(double a, in CelValue b)
    {
        switch (b.Kind)
        {
            case CelKind.Double:
                return a.CompareTo(b.Double);
            case CelKind.Int:
                if (a < long.MinValue)
                    return -1;
                return a > 9223372036854775808.0 ? 1 : a.CompareTo((double)b.Int);
            default:
                if (a < 0)
                    return -1;
                return a > 18446744073709551616.0 ? 1 : a.CompareTo((double)b.Uint);
        }
    }
}
