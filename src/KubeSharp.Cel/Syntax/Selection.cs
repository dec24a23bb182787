using KubeSharp.Cel.Checking;

namespace KubeSharp.Cel.Syntax;

/// <summary>A field of an operand, or the question whether it is there.</summary>
internal sealed class Selection(int offset, Expression operand, string field, bool isTest) : Expression(offset, Over(operand))
{
    public Expression Operand { get; } = operand;

    public string Field { get; } = field;

    public bool IsTest { get; } = isTest;

    /// <summary>What the whole dotted name stands for, when it is one.</summary>
    public Reference? Reference { get; set; }
}
