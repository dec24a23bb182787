namespace KubeSharp.ApiMachinery.Json;

/// <summary>How the parser reads.</summary>
public sealed record JsonParserOptions
{
    /// <summary>The usual options.</summary>
    public static JsonParserOptions Default { get; } = new();

    /// <summary>How deep objects and arrays may nest. Bounded because everything that walks a document recurses.</summary>
    public int MaxDepth { get; init; } = 1000;

    /// <summary>Names that are looked up instead of allocated.</summary>
    public JsonNameTable Names { get; init; } = JsonNameTable.Common;

    /// <summary>Receives each repeated member in reading order; null when nobody asks.</summary>
    public List<JsonDuplicate>? Duplicates { get; init; }
}
