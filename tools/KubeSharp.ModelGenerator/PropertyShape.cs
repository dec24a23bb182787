namespace KubeSharp.ModelGenerator;

/// <summary>The four forms of a property.</summary>
internal enum PropertyShape
{
    /// <summary>A value that is always there.</summary>
    Plain,

    /// <summary>A class instance, list or map that is created when first looked at.</summary>
    Lazy,

    /// <summary>A class instance, string, list or map that may be null.</summary>
    NullableClass,

    /// <summary>A value that may be null.</summary>
    NullableStruct,
}
