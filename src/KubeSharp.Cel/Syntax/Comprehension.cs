using KubeSharp.Cel.Checking;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Syntax;

/// <summary>A loop over a range that accumulates a result; what macros expand to.</summary>
internal sealed class Comprehension(int offset) : Expression(offset)
{
    public required Expression Range { get; init; }

    /// <summary>The variable of the element of a list or the key of a map; with a second variable the index of a list.</summary>
    public required string Variable { get; init; }

    /// <summary>The variable of the element of a list or the value of a map; null when there is only one.</summary>
    public string? SecondVariable { get; init; }

    public required string Accumulator { get; init; }

    public required Expression Initial { get; init; }

    public required Expression Condition { get; init; }

    public required Expression Step { get; init; }

    public required Expression Result { get; init; }

    /// <inheritdoc/>
    public override int Depth => Over(Range, Initial, Condition, Step, Result);

    /// <summary>The accumulator as the checker declared it.</summary>
    public LocalVariable? AccumulatorVariable { get; set; }

    /// <summary>The first variable as the checker declared it; null for a binding.</summary>
    public LocalVariable? FirstLocal { get; set; }

    /// <summary>The second variable as the checker declared it.</summary>
    public LocalVariable? SecondLocal { get; set; }

    /// <summary>Whether this only names a value: no iteration takes place.</summary>
    public bool IsBinding => Range is ListLiteral { Elements.Length: 0 } && Condition is Literal { Value: { Kind: CelKind.Bool, Bool: false } } &&
        Accumulator != Macros.Accumulator;
}
