using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>A step of a program. Immutable; evaluated any number of times.</summary>
internal abstract class Node
{
    /// <summary>What an operation gives for kinds it has no meaning for.</summary>
    protected static readonly CelValue NoOverload = CelValue.Fail("no such overload");

    public abstract CelValue Evaluate(Frame frame);
}
