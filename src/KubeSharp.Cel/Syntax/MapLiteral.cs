namespace KubeSharp.Cel.Syntax;

/// <summary>A map.</summary>
internal sealed class MapLiteral(int offset, MapEntry[] entries) : Expression(offset)
{
    public MapEntry[] Entries { get; } = entries;
}
