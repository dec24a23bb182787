namespace KubeSharp.Cel.Syntax;

/// <summary>One entry of a map.</summary>
internal sealed record MapEntry(int Offset, Expression Key, Expression Value, bool Optional);
