namespace KubeSharp.Cel.Syntax;

/// <summary>One field of an object.</summary>
internal sealed record ObjectField(int Offset, string Name, Expression Value, bool Optional);
