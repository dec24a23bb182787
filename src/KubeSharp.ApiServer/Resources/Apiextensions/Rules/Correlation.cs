using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Rules;

/// <summary>
/// A value and what it was before, if that can be told. What did not change may go on breaking rules.
/// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-ratcheting"/>.
/// </summary>
/// <param name="value">The value.</param>
/// <param name="old">The value before; null when there was none or it cannot be told.</param>
/// <param name="parent">What the value stands in.</param>
internal sealed class Correlation(JsonValue value, JsonValue? old, Correlation? parent)
{
    private bool? unchanged;

    /// <summary>The value before; null when there was none or it cannot be told.</summary>
    public JsonValue? Old => old;

    /// <summary>What the value stands in.</summary>
    public Correlation? Parent => parent;

    /// <summary>Whether the value, or what it stands in, is as it was.</summary>
    public bool IsUnchanged => unchanged ??= old is not null ? JsonValue.DeepEquals(value, old) : parent?.IsUnchanged ?? false;
}
