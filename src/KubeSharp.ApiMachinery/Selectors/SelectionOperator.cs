namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>How a requirement compares a label with its values.</summary>
public enum SelectionOperator
{
    /// <summary>The label is there and has one of the values.</summary>
    In,

    /// <summary>The label is missing or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there and has the value.</summary>
    Equals,

    /// <summary>The same, written with two signs.</summary>
    DoubleEquals,

    /// <summary>The label is missing or has another value.</summary>
    NotEquals,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is missing.</summary>
    DoesNotExist,

    /// <summary>The label is an integer above the value.</summary>
    GreaterThan,

    /// <summary>The label is an integer below the value.</summary>
    LessThan,
}
