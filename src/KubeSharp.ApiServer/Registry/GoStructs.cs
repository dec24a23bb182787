using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Values as upstream prints its own structures in error messages: members by their Go names, in their Go order, the absent ones too.
/// </summary>
/// <remarks>
/// What upstream keeps inside differs from what it serves: names and order of some structures (<see cref="GoShapes"/>), and host namespaces, which
/// stand in a pod's security context. The types that all groups share (selectors, metadata) print as on the wire.
/// </remarks>
internal static class GoStructs
{
    private const string Shared = "io.k8s.apimachinery.";

    // Members of a pod's specification that stand in its security context inside.
    private static readonly string[] HostMembers = ["hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers"];

    /// <summary>The value for an error message.</summary>
    public static JsonValue Of(JsonValue? value, TypeSchema schema) => value switch
    {
        null or JsonNull => Zero(schema, pointer: !schema.IsObject),
        JsonObject map when schema is { Type: FieldType.Map, Items: { } items } => OfMap(map, items),
        JsonArray list when schema.Items is { } item => new JsonArray(list.Select(one => Of(one, item))),
        JsonObject struc when schema.IsObject && !IsShared(schema) => OfStruct(struc, schema),
        _ => value.DeepClone(),
    };

    private static bool IsShared(TypeSchema schema) => schema.Name is null || schema.Name.StartsWith(Shared, StringComparison.Ordinal);

    private static JsonObject OfMap(JsonObject map, TypeSchema items)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in map) shown.Set(name, Of(value, items));
        shown.SortMembers();
        return shown;
    }

    private static JsonObject OfStruct(JsonObject value, TypeSchema schema)
    {
        var name = schema.Name![(schema.Name!.LastIndexOf('.') + 1)..];
        if (name == "PodSpec") value = WithHostInside(value);
        var shown = new JsonObject();
        foreach (var (goName, member) in GoShapes.Members(name, schema))
        {
            if (schema.Field(member) is { } field)
            {
                var present = value[member];
                // Metadata is embedded: its members stand among the others.
                if (member == "metadata" && field.Type.Name is { } type && type.EndsWith(".ObjectMeta", StringComparison.Ordinal))
                {
                    foreach (var (inner, text) in present as JsonObject ?? []) shown.Set(inner, text.DeepClone());
                    continue;
                }

                shown.Set(goName, present is null or JsonNull ? Zero(field.Type, field.IsPointer || (field.Type.IsObject && !field.IsStruct)) : Of(present, field.Type));
            }
            else
            {
                // Not a member on the wire (host namespaces): flags, of which two may be unset.
                shown.Set(goName, value[member]?.DeepClone() ?? (member is "shareProcessNamespace" or "hostUsers" ? JsonNull.Instance : JsonBoolean.False));
            }
        }

        return shown;
    }

    private static JsonObject WithHostInside(JsonObject spec)
    {
        var copy = spec.ShallowClone();
        var security = spec.GetObject("securityContext")?.ShallowClone() ?? new JsonObject();
        foreach (var member in HostMembers)
        {
            if (spec[member] is { } value) security.Set(member, value);
        }

        copy.Set("securityContext", security);
        return copy;
    }

    private static JsonValue Zero(TypeSchema schema, bool pointer)
    {
        if (pointer) return JsonNull.Instance;
        return schema.Type switch
        {
            FieldType.Object when IsShared(schema) => new JsonObject(),
            FieldType.Object => OfStruct([], schema),
            FieldType.String => JsonString.Empty,
            FieldType.Boolean => false,
            FieldType.Int32 or FieldType.Int64 or FieldType.Double or FieldType.IntOrString => 0,
            FieldType.Quantity => new JsonString("0"),
            _ => JsonNull.Instance,
        };
    }
}
