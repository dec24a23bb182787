using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.Cel.Types;

public sealed partial class CelSchema
{
    /// <summary>
    /// The schema of a node of a custom resource definition's structural schema. Null when expressions cannot see such values
    /// (no type, or x-kubernetes-preserve-unknown-fields without properties in lists and maps).
    /// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#type-checking"/>.
    /// </summary>
    /// <param name="node">The JSON schema.</param>
    /// <param name="isResourceRoot">Whether the node is the whole object, which also has apiVersion, kind and metadata.</param>
    /// <param name="name">The name of the type in messages.</param>
    public static CelSchema? FromStructural(JsonObject node, bool isResourceRoot, string name = "selfType") =>
        StructuralSchemas.Read(node, isResourceRoot, name);

    /// <summary>The schema of a built-in type.</summary>
    public static CelSchema FromType(TypeSchema type) => BuiltInSchemas.Read(type);

    internal static CelSchema List(CelSchema items, ulong? maxSize, long minSerialized, CelListSemantics semantics, IReadOnlyList<string> keys, bool nullable) =>
        new(CelType.ListOf(items.Type))
        {
            Items = items,
            MaxSize = maxSize,
            MinSerializedSize = minSerialized,
            ListSemantics = semantics,
            ListMapKeys = keys,
            Nullable = nullable,
        };

    internal static CelSchema Map(CelSchema values, ulong? maxSize, bool nullable) => new(CelType.MapOf(CelType.String, values.Type))
    {
        Keys = Of(CelType.String),
        Items = values,
        MaxSize = maxSize,
        MinSerializedSize = 2,
        Nullable = nullable,
    };

    internal static CelSchema Scalar(CelType type, ulong? maxSize, long minSerialized, bool nullable) => new(type)
    {
        MaxSize = maxSize,
        MinSerializedSize = minSerialized,
        Nullable = nullable,
    };

    /// <summary>An object whose fields are read when first asked for, because types may contain themselves.</summary>
    internal static CelSchema Object(string name, Func<Dictionary<string, CelField>> load, long minSerialized = 2, bool nullable = false) =>
        new(name) { load = load, MinSerializedSize = minSerialized, Nullable = nullable };
}
