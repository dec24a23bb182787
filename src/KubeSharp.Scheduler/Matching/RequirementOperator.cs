namespace KubeSharp.Scheduler.Matching;

/// <summary>The operators of label and node selectors.</summary>
internal enum RequirementOperator
{
    /// <summary>The value is one of a set.</summary>
    In,

    /// <summary>The key is absent or its value is none of a set.</summary>
    NotIn,

    /// <summary>The key is present.</summary>
    Exists,

    /// <summary>The key is absent.</summary>
    DoesNotExist,

    /// <summary>The value is an integer above the bound.</summary>
    GreaterThan,

    /// <summary>The value is an integer below the bound.</summary>
    LessThan,
}
