using KubeSharp.Cel.Checking;

namespace KubeSharp.Cel.Syntax;

/// <summary>A name. A leading dot asks for the outermost one.</summary>
internal sealed class Identifier(int offset, string name) : Expression(offset)
{
    public string Name { get; } = name;

    /// <summary>What the name stands for.</summary>
    public Reference? Reference { get; set; }
}
