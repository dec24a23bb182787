using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Syntax;

/// <summary>A literal.</summary>
internal sealed class Literal(int offset, CelValue value) : Expression(offset)
{
    public CelValue Value { get; } = value;
}
