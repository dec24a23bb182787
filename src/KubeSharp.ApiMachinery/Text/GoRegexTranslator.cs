using System.Globalization;
using System.Text;

namespace KubeSharp.ApiMachinery.Text;

/// <summary>Reads an expression in RE2's syntax and writes it in .NET's; finds the faults that Go finds.</summary>
internal sealed class GoRegexTranslator(string pattern)
{
    private const int MaxRepeat = 1000;

    private readonly StringBuilder output = new();
    private readonly Stack<Flags> groups = new();
    private int at;
    private Flags flags;
    private bool hasOperand;
    private int lastRepeat = -1;
    private int repeatStart;

    /// <summary>What is wrong; null if nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>The translation; null if the expression is malformed.</summary>
    public string? Translate()
    {
        while (Error is null && at < pattern.Length) Next();
        if (Error is null && groups.Count > 0) Fail("missing closing )", pattern);
        return Error is null ? output.ToString() : null;
    }

    private void Next()
    {
        var c = pattern[at];
        switch (c)
        {
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '|':
                at++;
                output.Append('|');
                hasOperand = false;
                lastRepeat = -1;
                break;
            case '*' or '+' or '?':
                Repeat(at, at + 1);
                break;
            case '{':
                Braces();
                break;
            case '[':
                var set = new GoRegexClass(pattern, at, flags.HasFlag(Flags.IgnoreCase));
                if (set.Read(out var text, out at) is { } fault) Error = fault;
                else Atom(text);
                break;
            case '\\':
                Escape();
                break;
            case '^':
                at++;
                Atom(flags.HasFlag(Flags.Multiline) ? "(?m:^)" : "\\A");
                break;
            case '$':
                at++;
                Atom(flags.HasFlag(Flags.Multiline) ? "(?m:$)" : "\\z");
                break;
            case '.':
                at++;
                Atom(flags.HasFlag(Flags.DotAll) ? "(?s:.)" : "[^\\n]");
                break;
            default:
                Literal(Rune.TryGetRuneAt(pattern, at, out var rune) ? rune : new Rune('\uFFFD'));
                at += rune.Utf16SequenceLength == 0 ? 1 : rune.Utf16SequenceLength;
                break;
        }
    }

    private void Atom(string text)
    {
        output.Append(text);
        hasOperand = true;
        lastRepeat = -1;
    }

    private void Literal(Rune rune)
    {
        var text = GoRegexClass.Escape(rune);
        var wide = rune.Utf16SequenceLength > 1;
        if (flags.HasFlag(Flags.IgnoreCase)) text = $"(?i:{text})";
        else if (wide) text = $"(?:{text})";
        Atom(text);
    }

    private void Open()
    {
        var rest = pattern[at..];
        groups.Push(flags);
        if (!rest.StartsWith("(?", StringComparison.Ordinal))
        {
            at++;
            Begin("(");
            return;
        }

        if (rest.StartsWith("(?P<", StringComparison.Ordinal) || rest.StartsWith("(?<", StringComparison.Ordinal))
        {
            var start = rest[2] == 'P' ? 4 : 3;
            var end = rest.IndexOf('>', StringComparison.Ordinal);
            if (end < 0)
            {
                Fail("invalid named capture", rest);
                return;
            }

            var name = rest[start..end];
            if (name.Length == 0 || !name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c)))
            {
                Fail("invalid named capture", rest[..(end + 1)]);
                return;
            }

            at += end + 1;
            Begin("(");
            return;
        }

        OpenWithFlags(rest);
    }

    // (?flags) holds until the end of the group around it, (?flags:...) inside.
    private void OpenWithFlags(string rest)
    {
        var (set, on, any) = (flags, true, false);
        for (var i = 2; i < rest.Length; i++)
        {
            var flag = rest[i] switch { 'i' => Flags.IgnoreCase, 'm' => Flags.Multiline, 's' => Flags.DotAll, 'U' => Flags.Ungreedy, _ => Flags.None };
            if (flag != Flags.None)
            {
                set = on ? set | flag : set & ~flag;
                any = true;
            }
            else if (rest[i] == '-' && on)
            {
                (on, any) = (false, false);
            }
            else if (rest[i] is ':' or ')' && (on || any))
            {
                at += i + 1;
                if (rest[i] == ':')
                {
                    flags = set;
                    Begin("(?:");
                }
                else
                {
                    groups.Pop();
                    flags = set;
                    hasOperand = false;
                    lastRepeat = -1;
                }

                return;
            }
            else
            {
                Fail("invalid or unsupported Perl syntax", rest[..(i + 1)]);
                return;
            }
        }

        Fail("missing closing )", pattern);
    }

    private void Begin(string text)
    {
        output.Append(text);
        hasOperand = false;
        lastRepeat = -1;
    }

    private void Close()
    {
        if (!groups.TryPop(out var outer))
        {
            Fail("unexpected )", pattern);
            return;
        }

        at++;
        flags = outer;
        Atom(")");
    }

    private void Braces()
    {
        var end = pattern.IndexOf('}', at);
        var parts = end < 0 ? [] : pattern[(at + 1)..end].Split(',');
        if (parts.Length is not (1 or 2) || !IsNumber(parts[0]) || (parts.Length == 2 && parts[1].Length > 0 && !IsNumber(parts[1])))
        {
            at++;
            Literal(new Rune('{'));
            return;
        }

        var least = Number(parts[0]);
        var most = parts.Length == 1 ? least : parts[1].Length == 0 ? -1 : Number(parts[1]);
        if (least > MaxRepeat || most > MaxRepeat || (most >= 0 && least > most)) Fail("invalid repeat count", pattern[at..(end + 1)]);
        else Repeat(at, end + 1);
    }

    private void Repeat(int start, int end)
    {
        var lazy = end < pattern.Length && pattern[end] == '?';
        var after = lazy ? end + 1 : end;
        if (lastRepeat == start)
        {
            Fail("invalid nested repetition operator", pattern[repeatStart..after]);
            return;
        }

        if (!hasOperand)
        {
            Fail("missing argument to repetition operator", pattern[start..after]);
            return;
        }

        output.Append(pattern, start, end - start);
        if (lazy != flags.HasFlag(Flags.Ungreedy)) output.Append('?');
        at = after;
        (lastRepeat, repeatStart) = (after, start);
    }

    private void Escape()
    {
        if (at + 1 >= pattern.Length)
        {
            Fail("trailing backslash at end of expression", "");
            return;
        }

        switch (pattern[at + 1])
        {
            case 'A' or 'z' or 'b' or 'B':
                Atom(pattern.Substring(at, 2));
                at += 2;
                return;
            case 'C':
                Atom("(?s:.)");
                at += 2;
                return;
            case 'Q':
                Quoted();
                return;
        }

        var fault = GoRegexClass.ReadEscape(pattern, at, out var set, out var rune, out var next);
        if (fault is not null)
        {
            Error = fault;
            return;
        }

        at = next;
        if (set is not null) Atom($"[{set}]");
        else Literal(rune);
    }

    private void Quoted()
    {
        var end = pattern.IndexOf("\\E", at + 2, StringComparison.Ordinal);
        var text = end < 0 ? pattern[(at + 2)..] : pattern[(at + 2)..end];
        foreach (var rune in text.EnumerateRunes()) Literal(rune);
        at = end < 0 ? pattern.Length : end + 2;
    }

    private void Fail(string what, string where) => Error = $"{what}: `{where}`";

    private static bool IsNumber(string text) => text.Length is > 0 and < 9 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        Multiline = 2,
        DotAll = 4,
        Ungreedy = 8,
    }
}
