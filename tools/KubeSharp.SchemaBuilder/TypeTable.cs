namespace KubeSharp.SchemaBuilder;

/// <summary>Writes types grouped by package; a reference inside the package is written without it.</summary>
internal static class TypeTable
{
    public static void Write(Dictionary<string, TypeFact> types, TextWriter writer)
    {
        var package = "";
        foreach (var type in types.Values.OrderBy(t => t.Package, StringComparer.Ordinal).ThenBy(t => t.ShortName, StringComparer.Ordinal))
        {
            if (type.Package != package)
            {
                package = type.Package;
                writer.WriteLine($"package {package}");
            }

            writer.WriteLine($"type {type.ShortName} {type.Flags}".TrimEnd());
            foreach (var field in type.Fields)
                writer.WriteLine($" {field.Name} {Shorten(field.Type, package)} {field.Flags}".TrimEnd());
        }
    }

    private static string Shorten(string type, string package)
    {
        var start = type.TakeWhile(c => c is '[' or ']' or '{' or '}').Count();
        var name = type[start..];
        return name.StartsWith(package + ".", StringComparison.Ordinal) && !name[(package.Length + 1)..].Contains('.')
            ? type[..start] + name[(package.Length + 1)..]
            : type;
    }
}
