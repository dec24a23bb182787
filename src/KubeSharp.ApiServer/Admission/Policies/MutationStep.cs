using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Patching;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Carries out on an object what the expression of a mutation made. Pure.</summary>
internal static class MutationStep
{
    /// <summary>The changed object; the argument itself if there is nothing to change; null with the reason if it cannot be done.</summary>
    public static JsonObject? Apply(JsonObject current, PolicyMutation mutation, JsonValue? made, TypeSchema? schema, out string? error)
    {
        error = null;
        return mutation.Applies ? Merge(current, made, schema, out error) : Patch(current, made, out error);
    }

    private static JsonObject? Merge(JsonObject current, JsonValue? made, TypeSchema? schema, out string? error)
    {
        if (made is not JsonObject configuration)
        {
            error = "unsupported return type from ApplyConfiguration expression";
            return null;
        }

        if (schema is null)
        {
            error = "error applying patch: no schema";
            return null;
        }

        return ApplyConfigurations.TryMerge(current, configuration, schema, out var merged, out error) ? merged : null;
    }

    private static JsonObject? Patch(JsonObject current, JsonValue? made, out string? error)
    {
        if (made is not JsonArray operations)
        {
            error = "unsupported return type from JSONPatch expression";
            return null;
        }

        foreach (var operation in operations)
        {
            // A value that is not given is null: the library would take it for missing.
            if (operation is JsonObject single && single.GetString("op") is "add" or "replace" or "test") single.SetDefault("value", JsonNull.Instance);
        }

        if (!JsonPatch.TryRead(operations, out var patch, out var unreadable))
        {
            error = unreadable.Message;
            return null;
        }

        if (patch.Apply(current, out error) is JsonObject patched) return patched;

        // A test that fails means that the patch is not for this object.
        if (error is not null && error.StartsWith("testing value ", StringComparison.Ordinal))
        {
            error = null;
            return current;
        }

        error = $"JSON Patch: {error ?? "the result is no object"}";
        return null;
    }
}
