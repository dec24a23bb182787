using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Rules;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;
using KubeSharp.ApiServer.Resources.Apiextensions.Values;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>What a custom object must keep: its schema, the form of embedded objects, unique list items, and replicas that can be scaled.</summary>
internal static class CustomResourceRules
{
    /// <summary>Checks an object; with the one before it, faults of what did not change are forgiven.</summary>
    public static void Check(JsonObject document, JsonObject? old, CustomSchema schema, ScalePaths? scale, ErrorList errors, Action<string>? warn)
    {
        ValueValidator.Check(document, schema.Node, errors, old: old);
        ScaleRules.CheckWanted(document, scale, errors);
        ScaleRules.CheckPresent(document, scale, errors);
        CheckForm(document, old, schema.Node, errors);
        CheckRules(document, old, schema, errors, warn);
    }

    /// <summary>Checks an object whose status changed.</summary>
    public static void CheckStatus(JsonObject document, JsonObject old, CustomSchema schema, ScalePaths? scale, ErrorList errors, Action<string>? warn)
    {
        ValueValidator.Check(document, schema.Node, errors, old: old);
        ScaleRules.CheckPresent(document, scale, errors);
        CheckForm(document, old, schema.Node, errors);
        CheckRules(document, old, schema, errors, warn);
    }

    private static void CheckRules(JsonObject document, JsonObject? old, CustomSchema schema, ErrorList errors, Action<string>? warn)
    {
        if (schema.Rules is not { } rules) return;
        if (BlockingFaults.Any(errors)) errors.Add(BlockingFaults.NotChecked);
        else new RuleEvaluator(errors, warn).Check(rules, document, old);
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
