using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.Cel.Types;

/// <summary>
/// What documents look like: the type that expressions see, with what they need beyond it (fields and their JSON names, what makes
/// list elements equal, how large values can get). Immutable once made.
/// </summary>
public sealed partial class CelSchema
{
    private Dictionary<string, CelField>? fields;
    private Func<Dictionary<string, CelField>>? load;

    private CelSchema(CelType type) => Type = type;

    private CelSchema(string name) => Type = CelType.ObjectOf(name, this);

    /// <summary>The type in expressions.</summary>
    public CelType Type { get; }

    /// <summary>What list elements or map values are; null for all others.</summary>
    public CelSchema? Items { get; private init; }

    /// <summary>The keys of a map; null for all others.</summary>
    public CelSchema? Keys { get; private init; }

    /// <summary>How lists compare and merge.</summary>
    public CelListSemantics ListSemantics { get; private init; }

    /// <summary>The JSON names of the fields that tell the elements of a list of semantics map apart.</summary>
    public IReadOnlyList<string> ListMapKeys { get; private init; } = [];

    /// <summary>The most elements, members, characters or bytes; null when unbounded or not a sized value.</summary>
    public ulong? MaxSize { get; private init; }

    /// <summary>Whether <c>null</c> is a value.</summary>
    public bool Nullable { get; private init; }

    /// <summary>The fields of an object.</summary>
    public IReadOnlyCollection<CelField> Fields => Loaded is { } loaded ? loaded.Values : [];

    /// <summary>The least bytes a value has in a request.</summary>
    public long MinSerializedSize { get; private init; } = 1;

    private Dictionary<string, CelField>? Loaded
    {
        get
        {
            if (fields is null && load is { } pending)
                fields = pending();
            return fields;
        }
    }

    /// <summary>A schema for a type without more to say about it.</summary>
    public static implicit operator CelSchema(CelType type) => Of(type);

    /// <summary>A schema for a type without more to say about it.</summary>
    public static CelSchema Of(CelType type) => type.Schema ?? new CelSchema(type)
    {
        Items = type.Kind switch
        {
            CelTypeKind.List => Of(type.Parameters[0]),
            CelTypeKind.Map => Of(type.Parameters[1]),
            _ => null,
        },
        Keys = type.Kind == CelTypeKind.Map ? Of(type.Parameters[0]) : null,
    };

    /// <summary>A schema for a type whose values have at most that many elements, characters or bytes.</summary>
    public static CelSchema Of(CelType type, ulong maxSize) => new(type) { MaxSize = maxSize };

    /// <summary>A list.</summary>
    public static CelSchema ListOf(CelSchema items, ulong? maxSize = null) => new(CelType.ListOf(items.Type)) { Items = items, MaxSize = maxSize };

    /// <summary>A map with string keys.</summary>
    public static CelSchema MapOf(CelSchema values, ulong? maxSize = null) =>
        new(CelType.MapOf(CelType.String, values.Type)) { Keys = Of(CelType.String), Items = values, MaxSize = maxSize };

    /// <summary>A map whose keys are of bounded size.</summary>
    public static CelSchema MapOf(CelSchema keys, CelSchema values, ulong? maxSize) =>
        new(CelType.MapOf(keys.Type, values.Type)) { Keys = keys, Items = values, MaxSize = maxSize };

    /// <summary>An object type with these fields.</summary>
    public static CelSchema Object(string name, params ReadOnlySpan<CelField> fields)
    {
        var schema = new CelSchema(name) { fields = new Dictionary<string, CelField>(fields.Length, StringComparer.Ordinal) };
        foreach (var field in fields)
            schema.fields[field.Name] = field;
        return schema;
    }

    /// <summary>An object type with these fields, named alike in documents and expressions.</summary>
    public static CelSchema Object(string name, params ReadOnlySpan<(string Name, CelSchema Schema)> fields)
    {
        var schema = new CelSchema(name) { fields = new Dictionary<string, CelField>(fields.Length, StringComparer.Ordinal) };
        foreach (var (field, type) in fields)
            schema.fields[field] = new CelField(field, field, type);
        return schema;
    }

    /// <summary>The field of this name in expressions.</summary>
    public bool TryGetField(string name, [NotNullWhen(true)] out CelField? field)
    {
        field = null;
        return Loaded is { } loaded && loaded.TryGetValue(name, out field);
    }
}
