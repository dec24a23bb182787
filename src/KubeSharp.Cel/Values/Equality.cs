using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>Which values are equal: numbers by value whatever their types, lists and maps deeply, values of other kinds never.</summary>
internal static class Equality
{
    /// <summary>Equality of map keys.</summary>
    public static readonly IEqualityComparer<CelValue> Keys = new KeyComparer();

    public static bool AreEqual(in CelValue a, in CelValue b)
    {
        if (a.Kind != b.Kind)
            return IsNumber(a.Kind) && IsNumber(b.Kind) && Ordering.TryCompareNumbers(a, b, out var order) && order == 0;
        switch (a.Kind)
        {
            case CelKind.Null:
                return true;
            case CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Duration:
                return a.Bits == b.Bits;
            case CelKind.Timestamp:
                return a.Bits == b.Bits && a.Extra == b.Extra;
            case CelKind.Double:
                return a.Double == b.Double;
            case CelKind.String:
                return string.Equals((string)a.Reference!, (string)b.Reference!);
            case CelKind.Bytes:
                return ((byte[])a.Reference!).AsSpan().SequenceEqual((byte[])b.Reference!);
            case CelKind.List:
                return AreEqual((CelList)a.Reference!, (CelList)b.Reference!);
            case CelKind.Map:
                return AreEqual((CelMap)a.Reference!, (CelMap)b.Reference!);
            case CelKind.Object:
                return AreEqual((ICelObject)a.Reference!, (ICelObject)b.Reference!);
            case CelKind.Type:
                return ((CelType)a.Reference!).Name == ((CelType)b.Reference!).Name;
            case CelKind.Optional:
                return a.Reference is CelBox left && b.Reference is CelBox right ? AreEqual(left.Value, right.Value) : a.Reference == b.Reference;
            default:
                return Equals(a.Reference, b.Reference);
        }
    }

    public static bool IsNumber(CelKind kind) => kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    private static bool AreEqual(CelList a, CelList b)
    {
        if (a.Count != b.Count)
            return false;
        if (a.Semantics == CelListSemantics.Set)
            return AreEqualSets(a, b);
        if (a is DocumentList { Semantics: CelListSemantics.Map } keyed && b is DocumentList other)
            return AreEqualKeyed(keyed, other);
        for (var i = 0; i < a.Count; i++)
        {
            if (!AreEqual(a[i], b[i]))
                return false;
        }

        return true;
    }

    private static bool AreEqualSets(CelList a, CelList b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if (!b.Contains(a[i]))
                return false;
        }

        return true;
    }

    private static bool AreEqualKeyed(DocumentList a, DocumentList b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            var at = b.FindByKeys(a.Array[i], a.Schema!);
            if (at < 0 || !AreEqual(a[i], b[at]))
                return false;
        }

        return true;
    }

    private static bool AreEqual(CelMap a, CelMap b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (!b.TryGet(a.KeyAt(i), out var value) || !AreEqual(a.ValueAt(i), value))
                return false;
        }

        return true;
    }

    private static bool AreEqual(ICelObject a, ICelObject b)
    {
        if (ReferenceEquals(a, b))
            return true;
        if (a.Type.Name != b.Type.Name || a.Type.Schema is not { } schema)
            return false;
        foreach (var field in schema.Fields)
        {
            var inA = a.TryGetField(field.Name, out var left);
            var inB = b.TryGetField(field.Name, out var right);
            if (inA != inB || (inA && !AreEqual(left, right)))
                return false;
        }

        return true;
    }

    private sealed class KeyComparer : IEqualityComparer<CelValue>
    {
        public bool Equals(CelValue x, CelValue y) => AreEqual(x, y);

        public int GetHashCode(CelValue value) => value.Kind switch
        {
            CelKind.Int => value.Int.GetHashCode(),
            CelKind.Uint => value.Uint <= long.MaxValue ? value.Int.GetHashCode() : value.Uint.GetHashCode(),
            CelKind.Double when value.Double is >= -9.2e18 and <= 9.2e18 && Math.Floor(value.Double) == value.Double => ((long)value.Double).GetHashCode(),
            CelKind.Double => value.Double.GetHashCode(),
            CelKind.String => string.GetHashCode((string)value.Reference!),
            _ => HashCode.Combine(value.Kind, value.Bits),
        };
    }
}
