using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>What came of decoding a document against a schema.</summary>
public sealed record DecodeResult
{
    /// <summary>The document in canonical form; null when <see cref="Error"/> is set.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The first value of a wrong type, worded as Go's decoder words it; null when all fit.</summary>
    public string? Error { get; init; }

    /// <summary><c>unknown field "spec.foo"</c> and <c>duplicate field "spec.bar"</c>, each once, in reading order (for custom resources sorted).</summary>
    public IReadOnlyList<string> StrictErrors { get; init; } = [];
}
