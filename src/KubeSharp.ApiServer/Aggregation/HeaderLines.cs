using System.Text;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>
/// Several headers of one name, each on a line of its own, as X-Remote-Group must be sent. The platform's HTTP client joins them with commas, so they travel in
/// one header that only <see cref="HeaderLinesStream"/> sees, which puts the lines in its place.
/// </summary>
internal static class HeaderLines
{
    /// <summary>The name of that header: nobody outside can know it.</summary>
    public static string Name { get; } = $"X-Header-Lines-{Guid.NewGuid():N}";

    /// <summary>The start of its line.</summary>
    public static ReadOnlyMemory<byte> Marker { get; } = Encoding.ASCII.GetBytes(Name + ": ");

    /// <summary>The headers as one value. What cannot stand in a header is left out.</summary>
    public static string Encode(IEnumerable<(string Name, string Value)> headers)
    {
        var lines = new StringBuilder();
        foreach (var (name, value) in headers)
        {
            if (value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0) lines.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Convert.ToBase64String(Encoding.UTF8.GetBytes(lines.ToString()));
    }
}
