using System.Diagnostics.CodeAnalysis;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>The labels of a document.</summary>
/// <param name="Labels">The object under <c>metadata.labels</c>, or null.</param>
public readonly record struct JsonLabels(JsonObject? Labels) : ILabelSource
{
    /// <inheritdoc/>
    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        value = Labels?.GetString(key);
        return value is not null;
    }
}
