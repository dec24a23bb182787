using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Patching;

/// <summary>
/// Strategic merge patch: a merge patch whose lists merge by the keys of the schema, with directives for what merging cannot say
/// (<c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList/x</c>, <c>$setElementOrder/x</c>). Built-in kinds only.
/// </summary>
public static class StrategicMergePatch
{
    /// <summary>The document with the patch applied; the arguments are not changed. Members of the result are in no particular order.</summary>
    public static Result<JsonObject> Apply(JsonObject document, JsonObject patch, TypeSchema schema)
    {
        var merger = new StrategicMerger();
        var merged = merger.MergeObject(document.Clone(), patch.Clone(), schema);
        return merger.Error is { } error ? error : merged!;
    }
}
