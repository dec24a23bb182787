using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>How apply looks at a value: as one leaf, as members with owners of their own, or as list items with owners of their own.</summary>
internal enum TypeForm
{
    /// <summary>Owned as a whole.</summary>
    Leaf,

    /// <summary>Members are owned.</summary>
    Members,

    /// <summary>Items are owned.</summary>
    Items,
}

/// <summary>Finds the form of a type, and the types of members.</summary>
internal static class TypeForms
{
    /// <summary>The form of a value of this type. What a field says about its map goes before what the type says.</summary>
    public static TypeForm Of(TypeSchema type, MapType mapType, JsonValue? left, JsonValue? right) => type.Type switch
    {
        FieldType.Object or FieldType.Map => (mapType == MapType.Unspecified ? type.MapType : mapType) == MapType.Atomic
            ? TypeForm.Leaf
            : TypeForm.Members,
        FieldType.List => type.ListType is ListType.Map or ListType.Set ? TypeForm.Items : TypeForm.Leaf,
        // Without a schema the form follows the value: objects are granular, everything else is atomic.
        FieldType.Any => (left ?? right) is JsonObject || (left is null or JsonNull && right is JsonObject) ? TypeForm.Members : TypeForm.Leaf,
        _ => TypeForm.Leaf,
    };

    /// <summary>The type of a member of an object or map, and whether it is a declared field.</summary>
    public static (TypeSchema Type, MapType MapType, bool Declared) Member(TypeSchema type, string name)
    {
        if (type.Type == FieldType.Object && type.TryGetField(name, out var field)) return (field.Type, field.MapType, true);
        return (type.Type == FieldType.Map ? type.Items! : Scalars.Any, MapType.Unspecified, false);
    }
}
