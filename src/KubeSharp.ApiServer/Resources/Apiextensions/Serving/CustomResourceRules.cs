using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;
using KubeSharp.ApiServer.Resources.Apiextensions.Values;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>What a custom object must keep: its schema, the form of embedded objects, unique list items, and replicas that can be scaled.</summary>
internal static class CustomResourceRules
{
    /// <summary>Checks an object; with the one before it, faults of what did not change are forgiven.</summary>
    public static void Check(JsonObject document, JsonObject? old, SchemaNode schema, ScalePaths? scale, ErrorList errors)
    {
        ValueValidator.Check(document, schema, errors, old: old);
        ScaleRules.CheckWanted(document, scale, errors);
        ScaleRules.CheckPresent(document, scale, errors);
        CheckForm(document, old, schema, errors);
    }

    /// <summary>Checks an object whose status changed.</summary>
    public static void CheckStatus(JsonObject document, JsonObject old, SchemaNode schema, ScalePaths? scale, ErrorList errors)
    {
        ValueValidator.Check(document, schema, errors, old: old);
        ScaleRules.CheckPresent(document, scale, errors);
        CheckForm(document, old, schema, errors);
    }

    private static void CheckForm(JsonObject document, JsonObject? old, SchemaNode schema, ErrorList errors)
    {
        EmbeddedObjectRules.Check(document, schema, null, errors);
        // Lists that broke the rule before may go on breaking it.
        if (old is not null)
        {
            var before = new ErrorList();
            ListTypeRules.Check(old, schema, null, before);
            if (before.Count > 0) return;
        }

        ListTypeRules.Check(document, schema, null, errors);
    }
}
