namespace KubeSharp.Cel.Syntax;

/// <summary>A list; elements written <c>?x</c> are optional.</summary>
internal sealed class ListLiteral(int offset, Expression[] elements, bool[] optional) : Expression(offset, Over(elements))
{
    public Expression[] Elements { get; } = elements;

    public bool[] Optional { get; } = optional;
}
