using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>One field of an object type. Immutable.</summary>
public sealed class FieldSchema
{
    private readonly JsonValue? documentedDefault;

    internal FieldSchema(string name, TypeSchema type, JsonValue? documentedDefault = null)
    {
        Name = name;
        NameUtf8 = System.Text.Encoding.UTF8.GetBytes(name);
        Type = type;
        this.documentedDefault = documentedDefault;
    }

    /// <summary>The JSON name.</summary>
    public string Name { get; }

    /// <summary>The JSON name as UTF-8.</summary>
    public ReadOnlyMemory<byte> NameUtf8 { get; }

    /// <summary>The type of the value.</summary>
    public TypeSchema Type { get; }

    /// <summary>Whether the documents list the field as required.</summary>
    public bool Required { get; internal init; }

    /// <summary>
    /// The default that the documents give: for custom resources what the server fills in; for built-in types a note that the
    /// Go model holds the value itself ("", 0, {}) or, for the few with <see cref="DefaultApplies"/>, what the server fills in.
    /// Clone before use.
    /// </summary>
    public JsonValue? Default => documentedDefault ?? Type.Default;

    /// <summary>Whether the server fills in <see cref="Default"/> when the field is missing.</summary>
    public bool DefaultApplies { get; internal init; }

    /// <summary>Whether the Go model keeps the value behind a pointer: an explicit zero or empty struct is kept.</summary>
    public bool IsPointer { get; internal init; }

    /// <summary>Whether an empty value (zero, "", false, null, empty list or map) is dropped when the object is written.</summary>
    public bool OmitEmpty { get; internal init; } = true;

    /// <summary>The list type; for lists only.</summary>
    public ListType ListType => Type.ListType;

    /// <summary>The fields that tell the elements of a list of type map apart.</summary>
    public IReadOnlyList<string> ListMapKeys => Type.ListMapKeys;

    /// <summary>The map type of the field, or of its type.</summary>
    public MapType MapType => OwnMapType == MapType.Unspecified ? Type.MapType : OwnMapType;

    /// <summary>The map type said of the field itself.</summary>
    internal MapType OwnMapType { get; init; }

    /// <summary>How a strategic merge patch treats the field.</summary>
    public PatchStrategy PatchStrategy { get; internal init; }

    /// <summary>The field that tells list elements apart in a strategic merge patch; null when there is none.</summary>
    public string? PatchMergeKey { get; internal init; }

    /// <summary>The values a string may have; empty when not said.</summary>
    public IReadOnlyList<string> Enum { get; internal init; } = [];

    /// <summary>The protobuf field number; 0 when the field has no protobuf form.</summary>
    public int ProtobufNumber => ProtobufPath.Length == 0 ? 0 : ProtobufPath.Span[^1];

    /// <summary>The protobuf field number, after those of the inlined messages around it.</summary>
    public ReadOnlyMemory<int> ProtobufPath { get; internal init; }

    /// <summary>Whether a list travels in a protobuf message of its own.</summary>
    public bool ProtobufWrapped { get; internal init; }

    /// <summary>Whether the real server has no description of the field, which shows in the form of references.</summary>
    internal bool Undescribed { get; init; }

    /// <summary>Whether a missing value of the Go model is an empty struct, which is always written.</summary>
    public bool IsStruct => Type.IsObject && !IsPointer && !OmitEmpty;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}";
}
