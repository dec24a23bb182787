using System.IO.Compression;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>
/// The texts of <c>kubectl explain</c>, made at build time from the documentation of the KubernetesClient package and embedded compressed.
/// They are needed for moments only, while a document is made, and are let go of afterwards.
/// </summary>
internal sealed class FieldDescriptions
{
    private static readonly WeakReference<FieldDescriptions?> Last = new(null);

    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Field), string> fields = [];

    private FieldDescriptions(Stream source)
    {
        using var reader = new StreamReader(new BrotliStream(source, CompressionMode.Decompress));
        var type = "";
        while (reader.ReadLine() is { } line)
        {
            // "type<tab>text", then " field<tab>text" for its fields.
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var text = line[(tab + 1)..].Replace('\u0001', '\n');
            if (line[0] == ' ')
            {
                fields[(type, line[1..tab])] = text;
                continue;
            }

            type = line[..tab];
            if (text.Length > 0)
                types[type] = text;
        }
    }

    /// <summary>The texts; null when the program was built without them.</summary>
    public static FieldDescriptions? Load()
    {
        if (Last.TryGetTarget(out var known))
            return known;
        using var source = typeof(FieldDescriptions).Assembly.GetManifestResourceStream("descriptions.br");
        if (source is null)
            return null;
        var made = new FieldDescriptions(source);
        Last.SetTarget(made);
        return made;
    }

    public string? OfType(string type) => types.GetValueOrDefault(type);

    public string? OfField(string type, string field) => fields.GetValueOrDefault((type, field));
}
