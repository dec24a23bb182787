using System.Diagnostics.CodeAnalysis;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Models;

/// <summary>Queries from the typed form of label selectors.</summary>
public static class LabelSelectors
{
    /// <summary>Reads a selector; null matches nothing, an empty selector everything. The error is worded as upstream words it.</summary>
    public static bool TryParse(
        LabelSelector? model, [NotNullWhen(true)] out LabelQuery? selector, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (model is null)
        {
            selector = LabelQuery.Nothing;
            return true;
        }

        var errors = new ErrorList();
        var list = new List<LabelRequirement>();
        foreach (var (key, value) in model.MatchLabels ?? [])
            if (LabelRequirement.Create(key, SelectionOperator.Equals, [value], errors) is { } label) list.Add(label);
        foreach (var expression in model.MatchExpressions ?? [])
        {
            if (!LabelQuery.TryOperator(expression.Operator, out var op))
            {
                selector = null;
                error = $"{GoText.Quote(expression.Operator)} is not a valid label selector operator";
                return false;
            }

            if (LabelRequirement.Create(expression.Key, op, expression.Values ?? [], errors) is { } requirement) list.Add(requirement);
        }

        selector = errors.IsEmpty ? LabelQuery.Of(list) : null;
        error = selector is null ? errors.ToString() : null;
        return selector is not null;
    }
}
