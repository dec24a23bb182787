using System.Diagnostics.CodeAnalysis;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>
/// The shape of a value: a scalar, a list, a map, or an object with fields. Immutable and safe for concurrent use; the fields of
/// built-in types are parsed when first asked for.
/// </summary>
public sealed class TypeSchema
{
    private readonly Func<FieldSchema[]>? load;
    private FieldIndex? index;
    private Protobuf.ProtobufLayout? layout;

    internal TypeSchema(FieldType type) => Type = type;

    /// <summary>A built-in object type whose fields are parsed later.</summary>
    internal TypeSchema(string name, Func<FieldSchema[]> load)
    {
        Type = FieldType.Object;
        Name = name;
        this.load = load;
    }

    /// <summary>An object type with these fields.</summary>
    internal TypeSchema(IReadOnlyList<FieldSchema> fields)
    {
        Type = FieldType.Object;
        index = new FieldIndex([.. fields]);
    }

    /// <summary>What values look like.</summary>
    public FieldType Type { get; }

    /// <summary>The OpenAPI name of a built-in object type, such as "io.k8s.api.core.v1.PodSpec"; null for all other types.</summary>
    public string? Name { get; }

    /// <summary>The fields in the order in which the server writes them; empty for anything but an object.</summary>
    public IReadOnlyList<FieldSchema> Fields => Index.Fields;

    /// <summary>The type of list elements or map values; null for all other types.</summary>
    public TypeSchema? Items { get; internal init; }

    /// <summary>The list type; for lists only.</summary>
    public ListType ListType { get; internal init; }

    /// <summary>The fields that tell the elements of a list of type map apart.</summary>
    public IReadOnlyList<string> ListMapKeys { get; internal init; } = [];

    /// <summary>The map type; for objects and maps only.</summary>
    public MapType MapType { get; internal init; }

    /// <summary>The values a string may have; empty when not said.</summary>
    public IReadOnlyList<string> Enum { get; internal init; } = [];

    /// <summary>Whether null is a value of its own and kept (custom resources only).</summary>
    public bool Nullable { get; internal init; }

    /// <summary>Whether members that have no field are kept (custom resources only; also true for <see cref="FieldType.Any"/>).</summary>
    public bool PreserveUnknownFields { get; internal init; }

    /// <summary>Whether this is a whole API object with apiVersion, kind and metadata (custom resources only).</summary>
    public bool EmbeddedResource { get; internal init; }

    /// <summary>What a custom resource's schema gives a missing value. Clone before use.</summary>
    public JsonValue? Default { get; internal init; }

    /// <summary>The JSON schema this was made from, with its validations (custom resources only).</summary>
    public JsonObject? Source { get; internal init; }

    /// <summary>Whether values are JSON objects with members to look into.</summary>
    public bool IsObject => Type == FieldType.Object;

    /// <summary>The fields by protobuf number.</summary>
    internal Protobuf.ProtobufLayout ProtobufLayout => layout ??= Protobuf.ProtobufLayout.Of(this);

    private FieldIndex Index
    {
        get
        {
            if (index is { } known)
                return known;
            var made = load is null ? FieldIndex.Empty : new FieldIndex(load());
            return Interlocked.CompareExchange(ref index, made, null) ?? made;
        }
    }

    /// <summary>The field with this JSON name, case-sensitively.</summary>
    public bool TryGetField(ReadOnlySpan<byte> utf8Name, [NotNullWhen(true)] out FieldSchema? field) => Index.TryGet(utf8Name, out field);

    /// <summary>The field with this JSON name, case-sensitively.</summary>
    public bool TryGetField(string name, [NotNullWhen(true)] out FieldSchema? field) => Index.TryGet(name, out field);

    /// <summary>The field with this JSON name, or null.</summary>
    public FieldSchema? Field(string name) => Index.TryGet(name, out var field) ? field : null;

    /// <summary>The type at the end of a path of field names; lists and maps are entered without an index. Null when there is none.</summary>
    public TypeSchema? Find(params ReadOnlySpan<string> path)
    {
        var type = this;
        foreach (var name in path)
        {
            while (type.Items is not null)
                type = type.Items;
            if (!type.TryGetField(name, out var field))
                return null;
            type = field.Type;
        }

        return type;
    }

    /// <inheritdoc/>
    public override string ToString() => Name ?? Type switch
    {
        FieldType.List => $"[]{Items}",
        FieldType.Map => $"{{}}{Items}",
        _ => Type.ToString(),
    };
}
