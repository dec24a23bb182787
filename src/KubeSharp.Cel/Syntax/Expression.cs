using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Syntax;

/// <summary>A node of the syntax tree. The checker adds types and references.</summary>
/// <param name="offset">Where messages about the node point to.</param>
/// <param name="depth">How many nodes stand above each other here.</param>
internal abstract class Expression(int offset, int depth = 1)
{
    public int Offset { get; } = offset;

    /// <summary>How many nodes stand above each other here. All work on trees is recursive, so that it must be bounded.</summary>
    public virtual int Depth { get; } = depth;

    /// <summary>What the checker found.</summary>
    public CelType Type { get; set; } = CelType.Error;

    /// <summary>The depth of a node over others.</summary>
    protected static int Over(params ReadOnlySpan<Expression?> children)
    {
        var depth = 0;
        foreach (var child in children)
            depth = Math.Max(depth, child?.Depth ?? 0);
        return depth + 1;
    }
}
