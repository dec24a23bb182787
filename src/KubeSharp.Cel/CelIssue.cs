namespace KubeSharp.Cel;

/// <summary>One fault of an expression's text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in code points, from 0.</param>
/// <param name="Message">What is wrong: <c>undeclared reference to 'x' (in container '')</c>.</param>
public sealed record CelIssue(int Line, int Column, string Message);
