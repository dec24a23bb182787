using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>Finds which rules a stored definition breaks already, so that updates need not keep them.</summary>
internal static class DefinitionLeniency
{
    private static readonly string[] Types = ["", "array", "boolean", "integer", "number", "object", "string"];

    public static SchemaLeniency For(JsonObject old)
    {
        var spec = old.GetObject("spec") ?? [];
        var versions = (spec.GetArray("versions") ?? []).OfType<JsonObject>().ToList();
        var schemas = versions.Select(version => version.FindObject("schema", "openAPIV3Schema")).ToList();
        var nodes = schemas.OfType<JsonObject>().Select(SchemaNode.Read).ToList();
        var nonStructural = nodes.Exists(node => StructuralRules.Unreadable(node) is not null || StructuralRules.Check(node, FieldPath.Spec).Count > 0);
        return new SchemaLeniency
        {
            NoSchema = schemas.Contains(null),
            AnyType = Has(node => !Types.Contains(node.Type)),
            NotStructural = nonStructural,
            UnprunedDefaults = !nonStructural && Has(node => node.Default is JsonObject or JsonArray && !DefaultRules.SamePruned(node, node.Default)),
            GranularSets = Has(ListRules.HasGranularItems),
            OptionalMapKeys = Has(BreaksKeys),
            UnknownReviewVersions = ConversionRules.ReviewVersions(spec) is { Count: > 0 } known && !known.Any(ConversionRules.IsKnownReviewVersion),
            Before = versions.Where(version => version.FindObject("schema", "openAPIV3Schema") is not null)
                .ToDictionary(version => version.GetString("name") ?? "", version => version.FindObject("schema", "openAPIV3Schema")!, StringComparer.Ordinal),
            InvalidBundle = !CustomResourceConditions.IsTrue(old, "Established") || ConversionRules.HasInvalidBundle(spec),
        };

        bool Has(Func<SchemaNode, bool> condition) => nodes.Exists(node => node.Any(condition));
    }

    private static bool BreaksKeys(SchemaNode node)
    {
        var errors = new ErrorList();
        ListRules.Keys(node, FieldPath.Spec, errors);
        return errors.Count > 0;
    }
}
