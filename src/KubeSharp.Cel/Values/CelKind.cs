namespace KubeSharp.Cel.Values;

/// <summary>What a value is at run time.</summary>
public enum CelKind : byte
{
    /// <summary>No value was given.</summary>
    None,

    /// <summary>An evaluation error; see <see cref="CelValue.Error"/>.</summary>
    Error,

    /// <summary>null.</summary>
    Null,

    /// <summary>bool.</summary>
    Bool,

    /// <summary>int.</summary>
    Int,

    /// <summary>uint.</summary>
    Uint,

    /// <summary>double.</summary>
    Double,

    /// <summary>string.</summary>
    String,

    /// <summary>bytes.</summary>
    Bytes,

    /// <summary>google.protobuf.Duration, in nanoseconds.</summary>
    Duration,

    /// <summary>google.protobuf.Timestamp.</summary>
    Timestamp,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map.</summary>
    Map,

    /// <summary>An object with named fields.</summary>
    Object,

    /// <summary>A type as a value.</summary>
    Type,

    /// <summary>An optional, with or without a value.</summary>
    Optional,

    /// <summary>A value of a library's own type, such as a quantity or an address.</summary>
    Opaque,
}
