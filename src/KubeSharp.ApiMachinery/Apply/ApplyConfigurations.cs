using System.Diagnostics.CodeAnalysis;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>Merges a configuration into an object as server-side apply does, but without owners: what mutating admission policies do.</summary>
public static class ApplyConfigurations
{
    /// <summary>The object with the configuration merged in. Neither argument is changed.</summary>
    /// <param name="live">The object.</param>
    /// <param name="configuration">Some of its fields, with the values that they shall have.</param>
    /// <param name="schema">The shape of both.</param>
    /// <param name="merged">The object with the configuration; null if it cannot be merged.</param>
    /// <param name="error">Why the configuration cannot be merged.</param>
    public static bool TryMerge(
        JsonObject live, JsonObject configuration, TypeSchema schema, [NotNullWhen(true)] out JsonObject? merged, [NotNullWhen(false)] out string? error)
    {
        merged = null;
        error = null;
        if (TypedValidator.Validate(configuration, schema) is { } fault)
        {
            error = $"error applying patch: failed to convert patch object to typed object: {fault}";
            return false;
        }

        // Whoever sets a part of something that is replaced as a whole would throw away the rest of it without meaning to.
        List<string> atomics = [];
        FindAtomics(configuration, schema, MapType.Unspecified, "", atomics);
        if (atomics.Count > 0)
        {
            error = $"error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {string.Join(", ", atomics)}";
            return false;
        }

        merged = StructuredMerger.Merge(live.Clone(), configuration, schema);
        return true;
    }

    private static void FindAtomics(JsonValue value, TypeSchema type, MapType mapType, string path, List<string> found)
    {
        switch (value)
        {
            case JsonObject members:
                if (TypeForms.Of(type, mapType, value, null) == TypeForm.Leaf)
                {
                    found.Add(path);
                    return;
                }

                foreach (var (name, member) in members)
                {
                    var (memberType, memberMap, _) = TypeForms.Member(type, name);
                    FindAtomics(member, memberType, memberMap, $"{path}.{name}", found);
                }

                break;
            case JsonArray items:
                if (TypeForms.Of(type, mapType, value, null) == TypeForm.Leaf)
                {
                    found.Add(path);
                    return;
                }

                for (var i = 0; type.ListType == ListType.Map && i < items.Count; i++) FindAtomics(items[i], type.Items!, MapType.Unspecified, $"{path}[{i}]", found);
                break;
        }
    }
}
