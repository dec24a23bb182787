using KubeSharp.Cel.Checking;

namespace KubeSharp.Cel.Syntax;

/// <summary>A call of a function or operator, of a target or not.</summary>
internal sealed class Call(int offset, string function, Expression? target, Expression[] arguments) : Expression(offset, Math.Max(Over(target), Over(arguments)))
{
    public string Function { get; set; } = function;

    public Expression? Target { get; set; } = target;

    public Expression[] Arguments { get; } = arguments;

    /// <summary>The overloads that fit the types of the arguments.</summary>
    public Overload[] Overloads { get; set; } = [];
}
