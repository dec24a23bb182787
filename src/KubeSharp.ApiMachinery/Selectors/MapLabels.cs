using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>The labels of a typed object.</summary>
/// <param name="Labels">The map, or null.</param>
public readonly record struct MapLabels(IReadOnlyDictionary<string, string>? Labels) : ILabelSource
{
    /// <inheritdoc/>
    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return Labels is not null && Labels.TryGetValue(key, out value);
    }
}
