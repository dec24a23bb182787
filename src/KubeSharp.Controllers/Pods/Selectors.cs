using KubeSharp.Models;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Selectors of stored objects: the server has checked them, so an unreadable one selects nothing.</summary>
internal static class Selectors
{
    public static LabelQuery Of(LabelSelector? selector) => LabelSelectors.TryParse(selector, out LabelQuery? query, out _) ? query : LabelQuery.Nothing;

    /// <summary>True for a selector that would take everything: controllers refuse to work with one.</summary>
    public static bool SelectsAll(LabelSelector? selector) =>
        selector is not null && selector.MatchLabels is null or { Count: 0 } && selector!.MatchExpressions is null or { Count: 0 };
}
