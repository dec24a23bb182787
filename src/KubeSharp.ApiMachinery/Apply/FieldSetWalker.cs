using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>The set of all fields that a document sets: what its applier will own.</summary>
internal static class FieldSetWalker
{
    public static FieldSet Walk(JsonObject document, TypeSchema schema) => Members(document, schema);

    private static (bool Member, FieldSet? Below) Value(JsonValue value, TypeSchema type, MapType mapType) =>
        TypeForms.Of(type, mapType, value, null) switch
        {
            TypeForm.Members => (false, value is JsonObject o ? Members(o, type) : null),
            TypeForm.Items => (false, value is JsonArray a ? Items(a, type) : null),
            _ => (true, null),
        };

    private static FieldSet Members(JsonObject source, TypeSchema type)
    {
        var builder = new FieldSetBuilder(source.Count);
        foreach (var (name, value) in source)
        {
            var (memberType, mapType, declared) = TypeForms.Member(type, name);
            var (member, below) = Value(value, memberType, mapType);
            builder.Add("f:" + name, member || !declared || value is JsonNull or JsonObject { Count: 0 }, below);
        }

        return builder.Build();
    }

    private static FieldSet Items(JsonArray source, TypeSchema list)
    {
        var builder = new FieldSetBuilder(source.Count);
        foreach (var item in source)
            builder.Add(PathElements.OfItem(item, list, out _), isMember: true, Value(item, list.Items!, MapType.Unspecified).Below);
        return builder.Build();
    }
}
