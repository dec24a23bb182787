using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Checking;

/// <summary>What a name stands for.</summary>
internal sealed record Reference
{
    /// <summary>The full name.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the value.</summary>
    public required CelType Type { get; init; }

    /// <summary>The slot of a variable of the environment; -1 for all else.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>The variable of a comprehension; null for all else.</summary>
    public LocalVariable? Local { get; init; }

    /// <summary>The type that the name denotes; null for all else.</summary>
    public CelType? Denoted { get; init; }
}
