using System.Globalization;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>Looks into lists, maps and objects.</summary>
internal static class Members
{
    /// <summary>A field or the value of a string key; false when there is none, or the operand has no members.</summary>
    public static bool TryField(in CelValue operand, string name, out CelValue value)
    {
        switch (operand.Kind)
        {
            case CelKind.Map:
                return ((CelMap)operand.Reference!).TryGet(name, out value);
            case CelKind.Object:
                return ((ICelObject)operand.Reference!).TryGetField(name, out value);
            default:
                value = default;
                return false;
        }
    }

    public static CelValue Index(in CelValue operand, in CelValue key)
    {
        switch (operand.Kind)
        {
            case CelKind.List:
                if (!TryPosition(key, out var position))
                    return key.Kind == CelKind.Double ? CelValue.Fail("unsupported index value") : CelValue.Fail("no such overload");
                var list = (CelList)operand.Reference!;
                return position >= 0 && position < list.Count
                    ? list[(int)position]
                    : CelValue.Fail(string.Create(CultureInfo.InvariantCulture, $"index out of bounds: {position}"));
            case CelKind.Map:
                return ((CelMap)operand.Reference!).TryGet(key, out var value) ? value : MissingKey(key);
            case CelKind.Object when key.String is { } name:
                return TryField(operand, name, out var field) ? field : MissingKey(key);
            default:
                return CelValue.Fail("no such overload");
        }
    }

    /// <summary>As <see cref="Index"/>, with false for what is not there.</summary>
    public static bool TryIndex(in CelValue operand, in CelValue key, out CelValue value)
    {
        value = default;
        if (operand.Kind == CelKind.List)
        {
            if (!TryPosition(key, out var position) || position < 0 || position >= ((CelList)operand.Reference!).Count)
                return false;
            value = ((CelList)operand.Reference!)[(int)position];
            return true;
        }

        if (operand.Kind == CelKind.Map)
            return ((CelMap)operand.Reference!).TryGet(key, out value);
        return key.String is { } name && TryField(operand, name, out value);
    }

    public static CelValue MissingKey(in CelValue key) => CelValue.Fail($"no such key: {Show(key)}");

    public static CelValue MissingField(in CelValue operand, string name) =>
        operand.Kind is CelKind.Map or CelKind.Object or CelKind.Null or CelKind.List ? CelValue.Fail($"no such key: {name}") : CelValue.Fail("no such overload");

    private static bool TryPosition(in CelValue key, out long position)
    {
        position = key.Int;
        switch (key.Kind)
        {
            case CelKind.Int:
                return true;
            case CelKind.Uint:
                return key.Uint <= long.MaxValue;
            case CelKind.Double when Math.Floor(key.Double) == key.Double && Math.Abs(key.Double) < 9e15:
                position = (long)key.Double;
                return true;
            default:
                return false;
        }
    }

    private static string Show(in CelValue key) => key.Kind switch
    {
        CelKind.String => key.String!,
        CelKind.Int => key.Int.ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => key.Uint.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => Text.Numbers.Format(key.Double),
        CelKind.Bool => key.Bool ? "true" : "false",
        _ => "",
    };
}
