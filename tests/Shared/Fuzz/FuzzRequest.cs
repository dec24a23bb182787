using System.Text;

namespace KubeSharp.Fuzz;

/// <summary>One request.</summary>
/// <param name="Number">Which of its seed.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
internal sealed record FuzzRequest(int Number, string Method, string Target)
{
    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Whether the answer may go on: it is looked at for a moment only.</summary>
    public bool Streams => Target.Contains("watch=", StringComparison.Ordinal) || Target.Contains("/watch/", StringComparison.Ordinal);

    /// <summary>The request for somebody who wants to repeat it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"#{Number} {Method} {Target}");
        foreach (var (name, value) in Headers) text.Append($"\n{name}: {value}");
        if (ContentType is not null) text.Append($"\nContent-Type: {ContentType}");
        if (Body is not null) text.Append('\n').Append(Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 4000))));
        return text.ToString();
    }
}
