namespace KubeSharp.ModelGenerator;

/// <summary>What the generator needs of the table: types by package, and the plural of each kind.</summary>
internal sealed class SchemaTable
{
    public SortedDictionary<string, List<TypeLine>> Packages { get; } = new(StringComparer.Ordinal);

    /// <summary>"group/version/Kind" → (plural, namespaced).</summary>
    public Dictionary<string, KeyValuePair<string, bool>> Resources { get; } = [];

    public static SchemaTable Parse(string text)
    {
        var table = new SchemaTable();
        var package = "";
        var groupVersion = "";
        TypeLine? type = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ')
            {
                if (type is not null)
                    type.Fields.Add(FieldLine.Parse(words, package));
                continue;
            }

            switch (words[0])
            {
                case "version":
                    groupVersion = (words[1] == "core" ? "" : words[1]) + "/" + words[2];
                    break;
                case "resource":
                    table.Resources[groupVersion + "/" + words[3]] = new(words[1], words[4] == "namespaced");
                    break;
                case "package":
                    package = words[1];
                    table.Packages.Add(package, []);
                    break;
                case "type":
                    type = new TypeLine(package, words[1], Array.Find(words, w => w.StartsWith("gvk="))?.Substring(4));
                    table.Packages[package].Add(type);
                    break;
            }
        }

        return table;
    }
}
