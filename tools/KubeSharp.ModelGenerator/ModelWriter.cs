using System.Text;

namespace KubeSharp.ModelGenerator;

/// <summary>Writes the source of one model class.</summary>
internal static class ModelWriter
{
    public static void Write(StringBuilder source, TypeLine type, SchemaTable table)
    {
        var properties = type.Fields.Select(f => new Property(f, type.Name)).ToList();
        var kind = type.Kind;
        var isObject = kind is not null && type.Field("metadata")?.Type.EndsWith(".ObjectMeta") == true && type.Field("kind") is not null;
        source.Append("\npublic sealed partial class ").Append(type.Name).Append(" : ").Append(Interfaces(type, isObject)).Append("\n{\n");
        if (isObject)
            Resource(source, kind!, table);
        foreach (var property in properties)
        {
            source.Append(kind is not null && property.Field.Name is "kind" or "apiVersion" && kind is not null
                ? Identity(property, kind)
                : property.Declaration);
        }

        Read(source, type, properties);
        Write(source, properties);
        Copy(source, type, properties);
        Equal(source, type, properties);
        source.Append("}\n");
    }

    private static string Interfaces(TypeLine type, bool isObject)
    {
        if (isObject)
            return "IKubernetesObject<" + type.Name + ">";
        var items = type.Field("items");
        return items is { IsList: true } && type.Field("metadata")?.Type.EndsWith(".ListMeta") == true && FieldLine.IsReferenceName(items.Type)
            ? "IKubernetesList<" + type.Name + ", " + Types.CSharp(items.Type.Substring(2)) + ">"
            : "IJsonModel<" + type.Name + ">";
    }

    private static void Resource(StringBuilder source, string[] kind, SchemaTable table)
    {
        if (!table.Resources.TryGetValue(string.Join("/", kind), out var resource))
            resource = new(kind[2].ToLowerInvariant() + "s", true);
        source.Append("    public static ResourceInfo Resource { get; } = new(\"").Append(kind[0]).Append("\", \"").Append(kind[1]).Append("\", \"")
            .Append(kind[2]).Append("\", \"").Append(resource.Key).Append("\", ").Append(resource.Value ? "true" : "false").Append(");\n");
    }

    private static string Identity(Property property, string[] kind)
    {
        var value = property.Field.Name == "kind" ? kind[2] : kind[0].Length == 0 ? kind[1] : kind[0] + "/" + kind[1];
        return $"    public string? {property.Name} {{ get; set; }} = \"{value}\";\n";
    }

    private static void Read(StringBuilder source, TypeLine type, List<Property> properties)
    {
        source.Append("    public static ").Append(type.Name).Append(" Read(ref Utf8JsonReader r)\n    {\n        var o = new ").Append(type.Name)
            .Append("();\n        if (!ModelReader.Begin(ref r)) return o;\n        int n;\n        while ((n = ModelReader.NextName(ref r)) >= 0)\n        {\n");
        if (properties.Count > 0)
        {
            source.Append("            switch (n)\n            {\n");
            foreach (var length in properties.GroupBy(p => p.Field.Name.Length).OrderBy(g => g.Key))
            {
                source.Append("                case ").Append(length.Key).Append(":\n");
                foreach (var property in length)
                {
                    source.Append("                    if (r.ValueTextEquals(\"").Append(property.Field.Name).Append("\"u8)) { r.Read(); ")
                        .Append(property.Read).Append("; continue; }\n");
                }

                source.Append("                    break;\n");
            }

            source.Append("            }\n");
        }

        source.Append("            ModelReader.SkipValue(ref r);\n        }\n        return o;\n    }\n");
    }

    private static void Write(StringBuilder source, List<Property> properties)
    {
        source.Append("    public void WriteTo(Utf8JsonWriter w)\n    {\n        w.WriteStartObject();\n");
        foreach (var property in properties)
            source.Append("        ").Append(property.Write).Append('\n');
        source.Append("        w.WriteEndObject();\n    }\n");
    }

    private static void Copy(StringBuilder source, TypeLine type, List<Property> properties)
    {
        source.Append("    public ").Append(type.Name).Append(" DeepCopy()\n    {\n        var o = new ").Append(type.Name).Append("();\n");
        foreach (var property in properties)
            source.Append("        ").Append(property.Copy).Append(";\n");
        source.Append("        return o;\n    }\n");
    }

    private static void Equal(StringBuilder source, TypeLine type, List<Property> properties)
    {
        source.Append("    public bool Equals(").Append(type.Name).Append("? other) => other is not null");
        foreach (var property in properties)
            source.Append("\n        && ").Append(property.Equal);
        source.Append(";\n");
    }
}
