using System.Text;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>
/// The embedded table: an index of where each type's lines are, made in one pass over the text, and the parsing of lines on demand.
/// </summary>
internal sealed class SchemaTable
{
    private readonly byte[] text;
    private readonly Dictionary<string, (int Start, int End, string Package, string Flags)> types = new(700, StringComparer.Ordinal);
    private readonly Dictionary<(string Group, string Version, string Kind), string> kinds = new(400);
    private int typesStart;

    private SchemaTable(byte[] text)
    {
        this.text = text;
        Index();
    }

    public IReadOnlyCollection<string> TypeNames => types.Keys;

    public static SchemaTable Load()
    {
        using var stream = typeof(SchemaTable).Assembly.GetManifestResourceStream("kubernetes.schema")
            ?? throw new InvalidOperationException("the program was built without its schema table");
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return new SchemaTable(text);
    }

    public string? TypeOfKind(string group, string version, string kind) =>
        kinds.TryGetValue((group, version, kind), out var name) || kinds.TryGetValue(("*", "v1", kind), out name) ? name : null;

    public IReadOnlyList<(string Group, string Version, string Kind)> KindsOf(string typeName)
    {
        if (!types.TryGetValue(typeName, out var entry) || Flag(entry.Flags, "gvk=") is not { } list)
            return [];
        var result = new List<(string, string, string)>();
        foreach (var kind in list.Split(','))
        {
            var parts = kind.Split('/');
            result.Add((parts[0], parts[1], parts[2]));
        }

        return result;
    }

    public string? UnionsOf(string typeName) => types.TryGetValue(typeName, out var entry) ? Flag(entry.Flags, "unions=") : null;

    public TypeSchema? ReadType(string name, SchemaRegistry registry)
    {
        if (!types.TryGetValue(name, out var entry))
            return null;
        return new TypeSchema(name, () => ReadFields(entry.Start, entry.End, entry.Package, registry))
        {
            MapType = Flag(entry.Flags, "map=") == "atomic" ? MapType.Atomic : MapType.Unspecified,
        };
    }

    /// <summary>All group versions that the real server knows, served or not.</summary>
    public IReadOnlyList<string> SchemeVersions { get; private set; } = [];

    public IReadOnlyList<GroupVersionDefinition> ReadVersions(SchemaRegistry registry)
    {
        var lines = new ResourceLines(registry);
        var versions = lines.Read(Encoding.UTF8.GetString(text, 0, typesStart));
        SchemeVersions = lines.SchemeVersions;
        return versions;
    }

    private static string? Flag(string flags, string name)
    {
        foreach (var range in flags.AsSpan().Split(' '))
        {
            var flag = flags.AsSpan(range);
            if (flag.StartsWith(name))
                return flag[name.Length..].ToString();
        }

        return null;
    }

    private FieldSchema[] ReadFields(int start, int end, string package, SchemaRegistry registry)
    {
        var lines = Encoding.UTF8.GetString(text, start, end - start).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(lines, line => FieldLine.Parse(line, package, registry));
    }

    private void Index()
    {
        var package = "";
        var position = 0;
        (string Name, int Start, string Flags)? open = null;
        while (position < text.Length)
        {
            var length = text.AsSpan(position).IndexOf((byte)'\n');
            var end = length < 0 ? text.Length : position + length;
            var line = text.AsSpan(position, end - position);
            if (line.StartsWith("type "u8) || line.StartsWith("package "u8))
            {
                Close(open, position, package);
                open = null;
                if (typesStart == 0)
                    typesStart = position;
                var words = Encoding.UTF8.GetString(line).Split(' ', 3);
                if (words[0] == "package")
                    package = words[1];
                else
                    open = (words[1], end + 1, words.Length > 2 ? words[2] : "");
            }

            position = end + 1;
        }

        Close(open, text.Length, package);
    }

    private void Close((string Name, int Start, string Flags)? open, int end, string package)
    {
        if (open is not { } type)
            return;
        var name = $"{package}.{type.Name}";
        types.Add(name, (Math.Min(type.Start, end), end, package, type.Flags));
        foreach (var kind in KindsOf(name))
            kinds[kind] = name;
    }
}
