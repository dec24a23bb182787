using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>
/// A definition as upstream's validation sees it: what all versions have in common stands at the top (spec.validation, spec.subresources, ...), and errors
/// name it there. Versions are the definition's own, without what was moved up.
/// </summary>
internal sealed class DefinitionForm
{
    private DefinitionForm(JsonObject definition)
    {
        Spec = definition.GetObject("spec") ?? [];
        var versions = (Spec.GetArray("versions") ?? []).OfType<JsonObject>().Select(version => version.ShallowClone()).ToList();
        Schema = Lift("schema");
        Subresources = Lift("subresources");
        Columns = Lift("additionalPrinterColumns");
        Selectable = Lift("selectableFields");
        Versions = versions;

        JsonValue? Lift(string member)
        {
            var same = versions.Count > 0 && versions.TrueForAll(version => JsonValue.DeepEquals(Present(version[member]), Present(versions[0][member])));
            if (!same) return null;
            var common = Present(versions[0][member]);
            foreach (var version in versions) version.Remove(member);
            return common;
        }
    }

    /// <summary>The specification.</summary>
    public JsonObject Spec { get; }

    /// <summary>The versions, without what all have alike.</summary>
    public IReadOnlyList<JsonObject> Versions { get; }

    /// <summary>What all versions say as schema; null if they differ or say nothing.</summary>
    public JsonValue? Schema { get; }

    /// <summary>The subresources of all versions.</summary>
    public JsonValue? Subresources { get; }

    /// <summary>The columns of all versions.</summary>
    public JsonValue? Columns { get; }

    /// <summary>The selectable fields of all versions.</summary>
    public JsonValue? Selectable { get; }

    /// <summary>Every schema, common and of versions.</summary>
    public IEnumerable<JsonObject> AllSchemas =>
        Versions.Select(version => version["schema"]).Prepend(Schema).Select(schema => schema?.Find("openAPIV3Schema")).OfType<JsonObject>();

    /// <summary>Looks at a definition.</summary>
    public static DefinitionForm Of(JsonObject definition) => new(definition);

    private static JsonValue? Present(JsonValue? value) => value is null or JsonNull or JsonArray { Count: 0 } ? null : value;
}
