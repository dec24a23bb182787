using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.Cel;

/// <summary>What became of an expression's text: a program, or the faults of the text.</summary>
public sealed class CelCompilation
{
    internal CelCompilation(CelProgram program) => Program = program;

    internal CelCompilation(string errorText, IReadOnlyList<CelIssue> issues)
    {
        ErrorText = errorText;
        Issues = issues;
    }

    /// <summary>The program; null when the text has faults.</summary>
    public CelProgram? Program { get; }

    /// <summary>The faults, by position. Empty also when only the type of the result was wrong.</summary>
    public IReadOnlyList<CelIssue> Issues { get; } = [];

    /// <summary>
    /// The faults as Kubernetes prints them after "compilation failed: " (<c>ERROR: &lt;input&gt;:1:1: ...</c> with the line and a
    /// marker below), or the sentence about the type of the result (<c>must evaluate to bool but got string</c>); null without faults.
    /// </summary>
    public string? ErrorText { get; }

    /// <summary>Whether the text is right but its result has none of the expected types.</summary>
    public bool IsWrongResultType => Program is null && Issues.Count == 0;

    /// <summary>Whether there is a program.</summary>
    [MemberNotNullWhen(true, nameof(Program))]
    [MemberNotNullWhen(false, nameof(ErrorText))]
    public bool Succeeded => Program is not null;
}
