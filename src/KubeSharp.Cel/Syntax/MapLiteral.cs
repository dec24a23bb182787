namespace KubeSharp.Cel.Syntax;

/// <summary>A map.</summary>
internal sealed class MapLiteral(int offset, MapEntry[] entries) : Expression(offset, Over([.. entries.Select(e => e.Key), .. entries.Select(e => e.Value)]))
{
    public MapEntry[] Entries { get; } = entries;
}
