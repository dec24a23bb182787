namespace KubeSharp.Cel.Values;

/// <summary>Sorts of failed evaluations.</summary>
public enum CelErrorKind
{
    /// <summary>The expression has no value for this input.</summary>
    Evaluation,

    /// <summary>The evaluation cost more than it was allowed to.</summary>
    CostLimit,

    /// <summary>The caller gave up.</summary>
    Cancelled,
}
