using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Running;

/// <summary>
/// <c>&amp;&amp;</c> and <c>||</c>. A side that decides alone hides an error of the other side.
/// </summary>
internal sealed class LogicNode(Node left, Node right, bool decisive) : Node
{
    public override CelValue Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        if (a.Kind == CelKind.Bool && a.Bool == decisive)
            return a;
        if (frame.Stopped is not null)
            return a;
        var b = right.Evaluate(frame);
        if (b.Kind == CelKind.Bool && b.Bool == decisive)
            return b;
        if (a.Kind == CelKind.Bool && b.Kind == CelKind.Bool)
            return b;
        return a.IsError ? a : b.IsError ? b : NoOverload;
    }
}
