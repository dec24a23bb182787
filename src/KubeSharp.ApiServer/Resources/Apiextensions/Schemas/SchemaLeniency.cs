using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>
/// Which rules an update need not keep because the definition broke them already: what is stored stays changeable.
/// </summary>
internal sealed record SchemaLeniency
{
    /// <summary>A new definition keeps all rules.</summary>
    public static SchemaLeniency None { get; } = new();

    /// <summary>A version may be without schema.</summary>
    public bool NoSchema { get; init; }

    /// <summary>Types may be what OpenAPI does not know.</summary>
    public bool AnyType { get; init; }

    /// <summary>Schemas need not be structural.</summary>
    public bool NotStructural { get; init; }

    /// <summary>Defaults may have members that are pruned.</summary>
    public bool UnprunedDefaults { get; init; }

    /// <summary>Items of sets may be granular objects and lists.</summary>
    public bool GranularSets { get; init; }

    /// <summary>Keys of lists of type map may be optional, and items null.</summary>
    public bool OptionalMapKeys { get; init; }

    /// <summary>conversionReviewVersions need not name a version that the server speaks.</summary>
    public bool UnknownReviewVersions { get; init; }

    /// <summary>caBundle may hold no certificates.</summary>
    public bool InvalidBundle { get; init; }

    /// <summary>The schemas that there were, by version.</summary>
    public IReadOnlyDictionary<string, JsonObject> Before { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>The schema is the one that the version had: its rules may go on costing too much.</summary>
    public bool Unchanged { get; private init; }

    /// <summary>What holds for the schema of one version.</summary>
    public SchemaLeniency For(string version, JsonObject schema) =>
        this with { Unchanged = Before.TryGetValue(version, out var old) && JsonValue.DeepEquals(old, schema) };
}
