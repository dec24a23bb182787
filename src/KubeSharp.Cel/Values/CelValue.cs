using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>
/// A value at run time: a scalar held in place, or a reference to the document it comes from. Documents are read where they are,
/// never copied; they must not change during an evaluation.
/// </summary>
public readonly partial struct CelValue
{
    private readonly object? reference;
    private readonly long bits;
    private readonly int extra;

    private CelValue(CelKind kind, long bits, object? reference, int extra = 0)
    {
        Kind = kind;
        this.bits = bits;
        this.reference = reference;
        this.extra = extra;
    }

    /// <summary>null.</summary>
    public static CelValue Null => new(CelKind.Null, 0, null);

    /// <summary>true.</summary>
    public static CelValue True => new(CelKind.Bool, 1, null);

    /// <summary>false.</summary>
    public static CelValue False => new(CelKind.Bool, 0, null);

    /// <summary>The optional without a value.</summary>
    public static CelValue OptionalNone => new(CelKind.Optional, 0, null);

    /// <summary>What the value is.</summary>
    public CelKind Kind { get; }

    /// <summary>Whether evaluation failed.</summary>
    public bool IsError => Kind == CelKind.Error;

    /// <summary>Whether this is the boolean true.</summary>
    public bool IsTrue => Kind == CelKind.Bool && bits != 0;

    /// <summary>Why evaluation failed; null when it did not.</summary>
    public CelError? Error => Kind == CelKind.Error ? (CelError)reference! : null;

    /// <summary>The value of a bool.</summary>
    public bool Bool => bits != 0;

    /// <summary>The value of an int, the nanoseconds of a duration, or the seconds of a timestamp since 1970.</summary>
    public long Int => bits;

    /// <summary>The value of a uint.</summary>
    public ulong Uint => (ulong)bits;

    /// <summary>The value of a double.</summary>
    public double Double => BitConverter.Int64BitsToDouble(bits);

    /// <summary>The value of a string; null for other kinds.</summary>
    public string? String => Kind == CelKind.String ? (string)reference! : null;

    internal object? Reference => reference;

    internal long Bits => bits;

    /// <summary>The nanoseconds of a timestamp within its second.</summary>
    internal int Extra => extra;

    /// <summary>A bool.</summary>
    public static CelValue Of(bool value) => new(CelKind.Bool, value ? 1 : 0, null);

    /// <summary>An int.</summary>
    public static CelValue Of(long value) => new(CelKind.Int, value, null);

    /// <summary>A uint.</summary>
    public static CelValue Of(ulong value) => new(CelKind.Uint, (long)value, null);

    /// <summary>A double.</summary>
    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A string.</summary>
    public static CelValue Of(string value) => new(CelKind.String, 0, value);

    /// <summary>Bytes. The array must not change afterwards.</summary>
    public static CelValue Of(byte[] value) => new(CelKind.Bytes, 0, value);

    /// <summary>A list of these values. The array must not change afterwards.</summary>
    public static CelValue Of(CelValue[] value) => new(CelKind.List, 0, new ArrayList(value));

    /// <summary>An optional with a value.</summary>
    public static CelValue OptionalOf(CelValue value) => new(CelKind.Optional, 1, new CelBox(value));

    /// <summary>A duration of nanoseconds.</summary>
    public static CelValue Duration(long nanoseconds) => new(CelKind.Duration, nanoseconds, null);

    /// <summary>A moment: seconds since 1970 and nanoseconds within the second.</summary>
    public static CelValue Timestamp(long seconds, int nanoseconds) => new(CelKind.Timestamp, seconds, null, nanoseconds);

    /// <summary>A failed evaluation.</summary>
    public static CelValue Fail(string message) => new(CelKind.Error, 0, new CelError(CelErrorKind.Evaluation, message));

    /// <summary>A failed evaluation.</summary>
    public static CelValue Fail(CelError error) => new(CelKind.Error, 0, error);

    /// <summary>An object whose fields are computed when asked for.</summary>
    public static CelValue Of(ICelObject value) => new(CelKind.Object, 0, value);

    internal static CelValue Of(CelList value) => new(CelKind.List, 0, value);

    internal static CelValue Of(CelMap value) => new(CelKind.Map, 0, value);

    internal static CelValue Of(CelType value) => new(CelKind.Type, 0, value);

    internal static CelValue Of(ICelOpaque value) => new(CelKind.Opaque, 0, value);
}
