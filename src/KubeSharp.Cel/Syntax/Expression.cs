using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Syntax;

/// <summary>A node of the syntax tree. The checker adds types and references.</summary>
/// <param name="offset">Where messages about the node point to.</param>
internal abstract class Expression(int offset)
{
    public int Offset { get; } = offset;

    /// <summary>What the checker found.</summary>
    public CelType Type { get; set; } = CelType.Error;
}
