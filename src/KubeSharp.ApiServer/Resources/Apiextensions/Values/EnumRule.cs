using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Whether a value is one of those listed.</summary>
internal static class EnumRule
{
    public static ValueCheck? Check(JsonValue value, SchemaNode schema, string path)
    {
        if (schema.Enum is not { Count: > 0 } choices) return null;
        foreach (var choice in choices)
        {
            if (JsonValue.DeepEquals(choice, value) && !value.IsNull) return null;
        }

        return ValueCheck.Of(Fault.NotSupported(path, value, choices.Select(choice => choice is JsonString text ? text.Value : choice.ToString())));
    }
}
