using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Checking;

/// <summary>A variable that a comprehension brings into scope.</summary>
internal sealed class LocalVariable(string name, CelType type)
{
    public string Name { get; } = name;

    public CelType Type { get; } = type;
}
