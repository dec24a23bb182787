using KubeSharp.Cel.Values;

namespace KubeSharp.Cel;

/// <summary>What an evaluation gave.</summary>
/// <param name="Value">The value; an error is a value of kind <see cref="CelKind.Error"/>.</param>
/// <param name="Cost">What it cost.</param>
public readonly record struct CelEvaluation(CelValue Value, long Cost)
{
    /// <summary>Why there is no value; null when there is one.</summary>
    public CelError? Error => Value.Error;
}
