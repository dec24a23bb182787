using System.Text;

namespace KubeSharp.Cel.Syntax;

/// <summary>The text of an expression and its faults.</summary>
internal sealed class Source(string text)
{
    private const int MaxReported = 100;
    private readonly List<CelIssue> issues = [];

    public string Text { get; } = text;

    public bool HasIssues => issues.Count > 0;

    /// <summary>Notes a fault at an offset.</summary>
    public void Report(int offset, string message)
    {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < offset && i < Text.Length; i++)
        {
            if (Text[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
        }

        issues.Add(new CelIssue(line, CodePoints(Text.AsSpan(lineStart, Math.Min(offset, Text.Length) - lineStart)), message));
    }

    /// <summary>The faults by position.</summary>
    public IReadOnlyList<CelIssue> Issues() => [.. issues.OrderBy(i => i.Line).ThenBy(i => i.Column)];

    /// <summary>All faults as text, each with its line and a marker below.</summary>
    public static string Describe(string text, IReadOnlyList<CelIssue> issues)
    {
        var lines = text.Split('\n');
        var result = new StringBuilder();
        for (var i = 0; i < issues.Count && i < MaxReported; i++)
        {
            if (i > 0)
                result.Append('\n');
            Describe(result, issues[i], issues[i].Line <= lines.Length ? lines[issues[i].Line - 1] : null);
        }

        if (issues.Count > MaxReported)
            result.Append('\n').Append(issues.Count - MaxReported).Append(" more errors were truncated");
        return result.ToString();
    }

    private static void Describe(StringBuilder result, CelIssue issue, string? line)
    {
        result.Append("ERROR: <input>:").Append(issue.Line).Append(':').Append(issue.Column + 1).Append(": ").Append(issue.Message);
        if (line is null)
            return;
        result.Append("\n | ").Append(line.Replace('\t', ' ')).Append("\n | ");
        var column = 0;
        var wide = false;
        foreach (var rune in line.EnumerateRunes())
        {
            wide = !rune.IsAscii;
            if (column++ == issue.Column)
                break;
            result.Append(wide ? '．' : '.');
            wide = false;
        }

        result.Append(wide ? '＾' : '^');
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
