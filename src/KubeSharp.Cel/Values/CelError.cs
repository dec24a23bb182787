namespace KubeSharp.Cel.Values;

/// <summary>Why an evaluation has no value. Immutable.</summary>
/// <param name="Kind">The sort of failure.</param>
/// <param name="Message">The sentence, worded as Kubernetes' evaluator words it: <c>no such key: a</c>.</param>
public sealed record CelError(CelErrorKind Kind, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Message;
}
