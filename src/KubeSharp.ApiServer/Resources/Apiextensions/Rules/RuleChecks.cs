using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Rules;

/// <summary>
/// The rules of a definition must compile, must not cost too much, and may look back only at values that can be told from others.
/// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions"/>.
/// </summary>
internal sealed class RuleChecks(ErrorList errors)
{
    private const long MaxRequestBytes = 3 * 1024 * 1024;

    private readonly RuleCosts costs = new();

    /// <summary>Checks the rules of a schema that is right otherwise.</summary>
    /// <param name="root">The schema.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="unchanged">Whether the schema is as it was, so that single rules may go on costing too much.</param>
    public void Check(SchemaNode root, FieldPath at, bool unchanged)
    {
        if (!root.Any(static node => node.Validations.Count > 0))
            return;
        Node(root, root, CelSchema.FromStructural(root.Source, isResourceRoot: true), at, new Place(1, null, unchanged));
        costs.Check(at, errors);
    }

    private void Node(SchemaNode ruled, SchemaNode spine, CelSchema? type, FieldPath at, Place place)
    {
        var inner = place with { Cardinality = Multiply(place.Cardinality, Elements(spine)) };
        var members = spine.MapType == "atomic" ? inner with { Uncorrelatable = at } : inner;
        foreach (var (name, child) in ruled.Properties)
        {
            if (spine.Property(name) is { } property)
                Node(child, property, type is null ? null : RuleTree.MemberType(type, name, property), at.Child("properties").Key(name), members);
        }

        if (ruled.AdditionalProperties is { } values && spine.AdditionalProperties is { } valueSpine)
            Node(values, valueSpine, type?.Items, at.Child("additionalProperties"), members);
        for (var i = 0; i < ruled.AllOf.Count; i++)
            Node(ruled.AllOf[i], spine, type, at.Child("allOf").Index(i), place);
        if (ruled.Items is { } items && spine.Items is { } itemSpine)
            Node(items, itemSpine, type?.Items, at.Child("items"), spine.ListType == "map" ? inner : inner with { Uncorrelatable = at });
        if (ruled.Validations.Count > 0)
            CheckRules(ruled, spine, type, at.Child("x-kubernetes-validations"), place);
    }

    private void CheckRules(SchemaNode ruled, SchemaNode spine, CelSchema? type, FieldPath at, Place place)
    {
        if (type is null)
        {
            errors.Add(FieldError.InternalError(
                at, $"rule declared on schema that does not support validation rules type: '{spine.Type}' x-kubernetes-preserve-unknown-fields: '{(spine.PreservesUnknown ? "true" : "false")}'"));
            return;
        }

        var compiler = new RuleCompiler(type);
        // As many values as fit into a request, where the schema sets no limit.
        var cardinality = place.Cardinality ?? (ulong)(MaxRequestBytes / (type.MinSerializedSize + 1));
        for (var i = 0; i < ruled.Validations.Count; i++)
        {
            if (ruled.Validations[i] is JsonObject rule)
                CheckRule(compiler.Compile(rule, spine), at.Index(i), cardinality, place);
        }
    }

    private void CheckRule(CompiledRule rule, FieldPath at, ulong cardinality, Place place)
    {
        var text = rule.Source.GetString("rule") ?? "";
        if (rule.Program is { } program)
            CheckCost(at.Child("rule"), "estimated rule cost", CostRange.Multiply(program.EstimateCost().Max, cardinality), place.Unchanged);
        if (rule.Error is { } error)
            errors.Add(FieldError.Invalid(at.Child("rule"), GoSchema.Rule(rule.Source), error));
        if (rule.MessageError is { } messageError)
            errors.Add(FieldError.Invalid(at.Child("messageExpression"), GoSchema.Rule(rule.Source), messageError));
        else if (rule.Message is { } message)
            CheckCost(at.Child("messageExpression"), "estimated messageExpression cost", message.EstimateCost().Max, place.Unchanged);
        if (rule.UsesOldSelf)
        {
            if (place.Uncorrelatable is { } where)
                errors.Add(FieldError.Invalid(at.Child("rule"), text, $"oldSelf cannot be used on the uncorrelatable portion of the schema within {where}"));
        }
        else if (rule.Program is not null && rule.Source["optionalOldSelf"] is JsonBoolean optional)
        {
            errors.Add(FieldError.Invalid(at.Child("optionalOldSelf"), optional.Value, "may not be set if oldSelf is not used in rule"));
        }
    }

    private void CheckCost(FieldPath at, string what, ulong cost, bool unchanged)
    {
        if (cost > CelLimits.EstimatedPerRule && !unchanged)
            errors.Add(FieldError.Forbidden(at, RuleCosts.Exceeds(what, cost, CelLimits.EstimatedPerRule)));
        costs.Count(at, cost);
    }

    /// <summary>How many values a list or map can have; null when there is no limit.</summary>
    private static ulong? Elements(SchemaNode node) => node.Type switch
    {
        "array" => Limit(node.Count("maxItems")),
        "object" when node.AdditionalProperties is not null || node.AllowsAdditional == true => Limit(node.Count("maxProperties")),
        _ => 1,
    };

    private static ulong? Limit(long? count) => count is { } limit ? (ulong)Math.Max(0, limit) : null;

    private static ulong? Multiply(ulong? a, ulong? b) => a is { } x && b is { } y ? CostRange.Multiply(x, y) : null;

    /// <summary>Where a rule stands: how often it can run, whether values before can be told, which rules are not new.</summary>
    private sealed record Place(ulong? Cardinality, FieldPath? Uncorrelatable, bool Unchanged);
}
