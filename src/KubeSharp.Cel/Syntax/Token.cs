namespace KubeSharp.Cel.Syntax;

/// <summary>A token of an expression.</summary>
/// <param name="Kind">The sort.</param>
/// <param name="Start">The offset of its first character.</param>
/// <param name="Length">How many characters it has.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length);
