using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KubeSharp.ApiMachinery.Text;

/// <summary>
/// Regular expressions as Go has them (RE2 syntax), run by .NET's engine that never backtracks: time grows with the text only.
/// <see href="https://github.com/google/re2/wiki/Syntax"/>.
/// </summary>
public static class GoRegex
{
    /// <summary>Compiles an expression. Matching looks anywhere in the text.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="regex">What to match with; null if the expression is malformed.</param>
    /// <param name="error">What Go says of it: <c>error parsing regexp: missing closing ): `(`</c>; empty if it is well-formed.</param>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, out string error)
    {
        regex = null;
        if (!TryTranslate(pattern, out var translated, out error)) return false;
        try
        {
            regex = new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            // Too large an automaton: the other engine, with a limit.
            regex = new Regex(translated, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }

        return true;
    }

    /// <summary>The same expression in .NET's syntax.</summary>
    /// <param name="pattern">The expression in Go's syntax.</param>
    /// <param name="translated">The expression in .NET's syntax; empty if the expression is malformed.</param>
    /// <param name="error">What Go says of it; empty if it is well-formed.</param>
    public static bool TryTranslate(string pattern, out string translated, out string error)
    {
        var translator = new GoRegexTranslator(pattern);
        translated = translator.Translate() ?? "";
        error = translator.Error is { } fault ? $"error parsing regexp: {fault}" : "";
        return translator.Error is null;
    }
}
