using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>The specification of a pod as upstream has it inside (<see cref="GoStructs"/>): compared and shown where a change is refused.</summary>
internal static class InternalPodSpec
{
    private static readonly TypeSchema Schema = SchemaRegistry.Kubernetes.FindKind("", "v1", "Pod")!.Field("spec")!.Type;

    /// <summary>The form of a specification. Empty lists and maps are as good as none.</summary>
    public static JsonValue Of(JsonObject spec) => WithoutEmpty(GoStructs.Of(spec, Schema));

    /// <summary>A value that stands somewhere in a specification.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">The names of the fields that lead to it; the type of a list's elements is that of the list.</param>
    public static JsonValue OfPart(JsonValue? value, params ReadOnlySpan<string> path)
    {
        var type = Schema;
        foreach (var name in path)
        {
            type = type.Field(name)!.Type;
            if (type.Type == FieldType.List) type = type.Items!;
        }

        return WithoutEmpty(GoStructs.Of(value, type));
    }

    private static JsonValue WithoutEmpty(JsonValue value)
    {
        switch (value)
        {
            case JsonArray { Count: 0 }:
                return JsonNull.Instance;
            case JsonArray list:
                return new JsonArray(list.Select(WithoutEmpty));
            case JsonObject members:
                var kept = new JsonObject();
                foreach (var (name, member) in members) kept.Set(name, member is JsonObject { Count: 0 } && !IsSelector(name) ? JsonNull.Instance : WithoutEmpty(member));
                return kept;
            default:
                return value;
        }
    }

    // A selector of labels that is there and says nothing selects everything; it is not the same as none.
    private static bool IsSelector(string name) => name.EndsWith("Selector", StringComparison.Ordinal) && name != "NodeSelector";
}
