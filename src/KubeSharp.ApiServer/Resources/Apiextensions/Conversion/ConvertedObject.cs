using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Conversion;

/// <summary>What a webhook may make of an object: everything but what the object is. Of its metadata only labels and annotations.</summary>
internal static class ConvertedObject
{
    /// <summary>What is wrong with a converted object; null if nothing is.</summary>
    public static string? Problem(JsonObject original, JsonObject converted, string apiVersion)
    {
        if (string.IsNullOrEmpty(converted.GetString("kind"))) return $"Object 'Kind' is missing in '{converted}'";
        var (expected, got) = (apiVersion, converted.GetString("apiVersion") ?? "");
        if (expected != got) return $"invalid groupVersion (expected {expected}, received {got})";
        if (original.GetString("kind") is var kind && kind != converted.GetString("kind")) return $"invalid kind (expected {kind}, received {converted.GetString("kind")})";
        return Same("name", "name") ?? Same("namespace", "namespace") ?? Same("uid", "UID");

        string? Same(string member, string shown)
        {
            var (before, after) = (original.FindString("metadata", member) ?? "", converted.FindString("metadata", member) ?? "");
            return before == after ? null : $"must have the same {shown}: {before} != {after}";
        }
    }

    /// <summary>Puts the original's metadata back, with the labels and annotations of the converted object; answers what is wrong with those.</summary>
    public static string? RestoreMetadata(JsonObject original, JsonObject converted)
    {
        if (converted["metadata"] is null) return "missing metadata in converted object";
        if (converted["metadata"] is not JsonObject answered) return $"invalid metadata of type {GoType(converted["metadata"]!)} in converted object";
        var metadata = original.GetObject("metadata")?.Clone() ?? [];
        foreach (var member in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            var before = metadata.GetObject(member);
            if (answered[member] is null or JsonNull)
            {
                metadata.Remove(member);
                continue;
            }

            if (answered[member] is not JsonObject texts) return $"invalid metadata.{member} of type {GoType(answered[member]!)} in converted object";
            var changed = new JsonObject();
            foreach (var (name, value) in texts)
            {
                if (value is not JsonString text) return $"metadata.{member}[{name}] must be a string, but is {GoType(value)} in converted object";
                if (before?.GetString(name) != text.Value) changed.Set(name, value);
            }

            var errors = new ErrorList();
            if (member == "labels") ObjectMetaValidator.ValidateLabels(changed, FieldPath.Metadata.Child(member), errors);
            else ObjectMetaValidator.ValidateAnnotations(changed, FieldPath.Metadata.Child(member), errors);
            if (errors.Count > 0) return errors.ToString();
            metadata.Set(member, texts.Clone());
        }

        metadata.SortMembers();
        converted.Set("metadata", metadata);
        return null;
    }

    private static string GoType(JsonValue value) => value switch
    {
        JsonString => "string",
        JsonBoolean => "bool",
        JsonNumber number => number.TryGetInt64(out _) ? "int64" : "float64",
        JsonArray => "[]interface {}",
        JsonObject => "map[string]interface {}",
        _ => "<nil>",
    };
}
