namespace KubeSharp.Cel.Types;

/// <summary>The families of types the checker tells apart.</summary>
public enum CelTypeKind
{
    /// <summary>Known only at run time.</summary>
    Dyn,

    /// <summary>The type of <c>null</c>.</summary>
    Null,

    /// <summary>bool.</summary>
    Bool,

    /// <summary>A signed 64-bit integer.</summary>
    Int,

    /// <summary>An unsigned 64-bit integer.</summary>
    Uint,

    /// <summary>A 64-bit floating-point number.</summary>
    Double,

    /// <summary>A string of code points.</summary>
    String,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>google.protobuf.Duration.</summary>
    Duration,

    /// <summary>google.protobuf.Timestamp.</summary>
    Timestamp,

    /// <summary>list(T).</summary>
    List,

    /// <summary>map(K, V).</summary>
    Map,

    /// <summary>An object with declared fields.</summary>
    Object,

    /// <summary>A named type with operations but without fields, possibly with parameters, such as optional_type(T).</summary>
    Opaque,

    /// <summary>The type of types.</summary>
    Type,

    /// <summary>A parameter of a generic declaration, or a variable of inference.</summary>
    Parameter,

    /// <summary>What an expression with an error has.</summary>
    Error,
}
