namespace KubeSharp.Cel.Costs;

/// <summary>How the cost of a call follows from the sizes of its arguments.</summary>
internal enum CostRule : byte
{
    /// <summary>One unit.</summary>
    One,

    /// <summary>The first argument is read as a string; the result is no larger than it.</summary>
    Traverse,

    /// <summary>The first argument is read as a string; the result has no size.</summary>
    Read,

    /// <summary>The first argument is read twice.</summary>
    ReadTwice,

    /// <summary>The first argument is read and written anew with replacements.</summary>
    Replace,

    /// <summary>The first argument is read and cut into pieces.</summary>
    Split,

    /// <summary>The result is read and written.</summary>
    Join,

    /// <summary>Every element of the first argument is read.</summary>
    Elements,

    /// <summary>A regular expression runs over a string.</summary>
    Regex,

    /// <summary>A regular expression runs over a string and gives pieces of it.</summary>
    RegexFind,

    /// <summary>A string is searched for another.</summary>
    Search,

    /// <summary>The beginning or end of a string is compared.</summary>
    Affix,

    /// <summary>A list is searched for a value.</summary>
    Membership,

    /// <summary>Two values are compared.</summary>
    Compare,

    /// <summary>Two strings or byte sequences are joined.</summary>
    Concatenate,

    /// <summary>Two lists are joined.</summary>
    ConcatenateLists,

    /// <summary>A string is turned into bytes.</summary>
    Encode,

    /// <summary>Bytes are turned into a string.</summary>
    Decode,

    /// <summary>A string is quoted.</summary>
    Quote,

    /// <summary>A template is filled in.</summary>
    Format,

    /// <summary>Two lists are compared element by element.</summary>
    Product,

    /// <summary>Two lists are compared element by element, both ways.</summary>
    DoubleProduct,

    /// <summary>An authorizer decides.</summary>
    Authorize,

    /// <summary>An address is looked for in a range.</summary>
    ContainsIp,

    /// <summary>An address as text is looked for in a range.</summary>
    ContainsIpText,

    /// <summary>A range is looked for in a range.</summary>
    ContainsCidr,

    /// <summary>A range as text is looked for in a range.</summary>
    ContainsCidrText,

    /// <summary>A string is checked against a named format.</summary>
    Validate,

    /// <summary>Both sides, or the left one alone.</summary>
    ShortCircuit,

    /// <summary>The condition and one of the branches.</summary>
    Branch,

    /// <summary>An element of a list or map.</summary>
    Index,
}
