using System.Globalization;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.Cel.Costs;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Rules;

/// <summary>What the rules of a schema are estimated to cost together, and which of them most.</summary>
internal sealed class RuleCosts
{
    private const int Named = 4;

    private readonly List<(FieldPath Path, ulong Cost)> expensive = [];
    private ulong total;

    /// <summary>Counts a rule, or a message.</summary>
    public void Count(FieldPath path, ulong cost)
    {
        total = CostRange.Add(total, cost);
        if (cost >= CelLimits.EstimatedPerDefinition / 100)
            expensive.Add((path, cost));
    }

    /// <summary>Reports a whole that costs too much.</summary>
    public void Check(FieldPath schema, ErrorList errors)
    {
        if (total <= CelLimits.EstimatedPerDefinition)
            return;
        foreach (var (path, _) in expensive.OrderByDescending(rule => rule.Cost).Take(Named))
            errors.Add(FieldError.Forbidden(path, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema"));
        errors.Add(FieldError.Forbidden(schema, Exceeds(
            "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", total, CelLimits.EstimatedPerDefinition)));
    }

    /// <summary>The sentence about a cost that is too high.</summary>
    public static string Exceeds(string what, ulong cost, ulong limit)
    {
        var times = (double)cost / limit;
        var factor = times > 100 ? "more than 100x" : times.ToString(times < 1.5 ? "F6" : "F1", CultureInfo.InvariantCulture) + "x";
        return $"{what} exceeds budget by factor of {factor} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)";
    }
}
