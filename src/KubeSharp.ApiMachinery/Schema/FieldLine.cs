using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>Parses one field line of the table (TableSyntax.md).</summary>
internal static class FieldLine
{
    public static FieldSchema Parse(string line, string package, SchemaRegistry registry)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var flags = new Flags(words);
        var type = TypeOf(words[1], package, registry, flags);
        var isStruct = flags.Default == "{}";
        var isReference = type.IsObject;
        return new FieldSchema(words[0], type, flags.Default is null ? null : JsonParser.Parse(Encoding.UTF8.GetBytes(flags.Default)))
        {
            Required = flags.Required,
            IsPointer = flags.Pointer || (isReference && !isStruct),
            OmitEmpty = !flags.Always,
            // Zero values are notes about the Go model; anything else is filled in.
            DefaultApplies = flags.Default is not (null or "{}" or "\"\"" or "0" or "false"),
            OwnMapType = flags.MapType,
            PatchStrategy = flags.PatchStrategy,
            PatchMergeKey = flags.MergeKey,
            Enum = flags.Enum,
            ProtobufPath = flags.Numbers,
            ProtobufWrapped = flags.Wrapped,
            Undescribed = flags.Undescribed,
        };
    }

    private static TypeSchema TypeOf(string expression, string package, SchemaRegistry registry, Flags? flags)
    {
        switch (expression[0])
        {
            case '[':
                return new TypeSchema(FieldType.List)
                {
                    Items = Element(expression[2..], package, registry, flags),
                    ListType = flags?.ListType ?? flags?.ItemListType ?? ListType.Unspecified,
                    ListMapKeys = flags?.Keys ?? [],
                };
            case '{':
                return new TypeSchema(FieldType.Map)
                {
                    Items = Element(expression[2..], package, registry, flags),
                    MapType = flags?.MapType ?? MapType.Unspecified,
                };
        }

        // A byte array is a list to the Go model, and may be marked as one.
        if (expression == "bytes" && flags?.ListType is { } listType)
            return new TypeSchema(FieldType.Bytes) { ListType = listType };
        return Scalars.Find(expression) ?? registry.GetType(expression.Contains('.') ? expression : $"{package}.{expression}");
    }

    private static TypeSchema Element(string expression, string package, SchemaRegistry registry, Flags? flags) =>
        expression == "string" && flags is { ItemEnum.Length: > 0 }
            ? new TypeSchema(FieldType.String) { Enum = flags.ItemEnum }
            : TypeOf(expression, package, registry, null);

    private sealed class Flags
    {
        public Flags(string[] words)
        {
            foreach (var word in words.AsSpan(2))
            {
                var equals = word.IndexOf('=', StringComparison.Ordinal);
                var value = equals < 0 ? "" : word[(equals + 1)..];
                switch (equals < 0 ? word[0] == '#' ? "#" : word : word[..equals])
                {
                    case "!":
                        Required = true;
                        break;
                    case "*":
                        Pointer = true;
                        break;
                    case "+":
                        Always = true;
                        break;
                    case "undescribed":
                        Undescribed = true;
                        break;
                    case "wrapped":
                        Wrapped = true;
                        break;
                    case "#":
                        Numbers = Array.ConvertAll(word[1..].Split('.'), n => int.Parse(n, CultureInfo.InvariantCulture));
                        break;
                    case "default":
                        Default = value;
                        break;
                    case "list":
                        ListType = Parse(value);
                        break;
                    case "itemlist":
                        ItemListType = Parse(value);
                        break;
                    case "keys":
                        Keys = value.Split(',');
                        break;
                    case "map":
                        MapType = value == "atomic" ? MapType.Atomic : MapType.Granular;
                        break;
                    case "mergekey":
                        MergeKey = value;
                        break;
                    case "patch":
                        foreach (var strategy in value.Split(','))
                            PatchStrategy |= strategy switch { "merge" => PatchStrategy.Merge, "retainKeys" => PatchStrategy.RetainKeys, _ => PatchStrategy.Replace };
                        break;
                    case "enum":
                        Enum = Values(value);
                        break;
                    case "itemenum":
                        ItemEnum = Values(value);
                        break;
                }
            }
        }

        public bool Required { get; }

        public bool Pointer { get; }

        public bool Always { get; }

        public bool Wrapped { get; }

        public bool Undescribed { get; }

        public int[] Numbers { get; } = [];

        public string? Default { get; }

        public ListType? ListType { get; }

        public ListType? ItemListType { get; }

        public string[] Keys { get; } = [];

        public MapType MapType { get; }

        public string? MergeKey { get; }

        public PatchStrategy PatchStrategy { get; }

        public string[] Enum { get; } = [];

        public string[] ItemEnum { get; } = [];

        private static string[] Values(string list) => list.Replace("%20", " ", StringComparison.Ordinal).Split(',');

        private static ListType Parse(string value) => value switch
        {
            "map" => Schema.ListType.Map,
            "set" => Schema.ListType.Set,
            _ => Schema.ListType.Atomic,
        };
    }
}
