using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>A set of labels to match against. Implement it as a struct: matching is generic so that it does not allocate.</summary>
public interface ILabelSource
{
    /// <summary>The value of a label.</summary>
    bool TryGet(string key, [NotNullWhen(true)] out string? value);
}
