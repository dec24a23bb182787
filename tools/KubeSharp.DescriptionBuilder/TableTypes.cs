namespace KubeSharp.DescriptionBuilder;

/// <summary>The names of types and fields in the schema table.</summary>
internal sealed record TableTypes(string Name, List<string> Fields)
{
    public static IEnumerable<TableTypes> Read(string path)
    {
        var package = "";
        TableTypes? type = null;
        foreach (var line in File.ReadLines(path))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith("package ", StringComparison.Ordinal))
            {
                package = words[1];
            }
            else if (line.StartsWith("type ", StringComparison.Ordinal))
            {
                if (type is not null)
                    yield return type;
                type = new TableTypes($"{package}.{words[1]}", []);
            }
            else if (line.StartsWith(' ') && type is not null)
            {
                type.Fields.Add(words[0]);
            }
        }

        if (type is not null)
            yield return type;
    }
}
