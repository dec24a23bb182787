using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Patching;

/// <summary>Takes the directives out of parts of a strategic merge patch that meet nothing to merge with.</summary>
internal static class StrategicDirectives
{
    /// <summary>The value without directives and null members; null when it was to be deleted.</summary>
    public static JsonValue? Strip(JsonValue value)
    {
        switch (value)
        {
            case JsonObject o:
                if (o.GetString("$patch") == "delete") return null;
                for (var i = o.Count - 1; i >= 0; i--)
                {
                    var name = o.NameAt(i);
                    var isDirective = name is "$patch" or "$retainKeys" || name.StartsWith("$setElementOrder", StringComparison.Ordinal)
                        || name.StartsWith("$deleteFromPrimitiveList", StringComparison.Ordinal);
                    if (isDirective || o.ValueAt(i).IsNull || Strip(o.ValueAt(i)) is not { } member) o.RemoveAt(i);
                    else o.SetAt(i, member);
                }

                return o;
            case JsonArray a:
                for (var i = a.Count - 1; i >= 0; i--)
                {
                    if (Strip(a[i]) is { } item) a[i] = item;
                    else a.RemoveAt(i);
                }

                return a;
            default:
                return value;
        }
    }

    /// <summary>The items of a list that are not directives.</summary>
    public static JsonArray WithoutDeletions(JsonArray list) =>
        new(list.Where(item => item is not JsonObject o || !o.Contains("$patch")));
}
