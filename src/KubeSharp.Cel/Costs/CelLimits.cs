namespace KubeSharp.Cel.Costs;

/// <summary>
/// How much expressions may cost, in units of about one evaluated node.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#resource-constraints"/>.
/// </summary>
public static class CelLimits
{
    /// <summary>What one evaluation of one expression may cost.</summary>
    public const long PerCall = 1_000_000;

    /// <summary>What all rules of one custom resource may cost together for one write.</summary>
    public const long CustomResourceBudget = 10_000_000;

    /// <summary>What all expressions of one admission policy or webhook configuration may cost together for one request.</summary>
    public const long PolicyBudget = 10_000_000;

    /// <summary>What all match conditions of one admission webhook may cost together for one request.</summary>
    public const long MatchConditionBudget = PolicyBudget / 4;

    /// <summary>What one rule of a custom resource definition may be estimated to cost.</summary>
    public const ulong EstimatedPerRule = 10_000_000;

    /// <summary>What all rules of one custom resource definition may be estimated to cost.</summary>
    public const ulong EstimatedPerDefinition = 100_000_000;
}
