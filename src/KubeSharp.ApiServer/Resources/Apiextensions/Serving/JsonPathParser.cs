using System.Globalization;
using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>Reads paths: what stands between braces. Null is the answer for all that the language does not know.</summary>
internal sealed partial class JsonPathParser(string text)
{
    private readonly List<JsonPathStep> steps = [];
    private int at = 1;
    private bool afterDescent;

    /// <summary>The steps up to the closing brace.</summary>
    public JsonPathStep? Parse()
    {
        while (at < text.Length)
        {
            if (text[at] == '}') return FollowersAreRight() ? JsonPathSteps.Sequence(steps) : null;
            if (!Next()) return null;
        }

        return null;
    }

    // Only the first action is shown, but all have to be right.
    private bool FollowersAreRight() =>
        text.IndexOf('{', at) is var next && (next < 0 || new JsonPathParser(text[next..]).Parse() is not null);

    private bool Next()
    {
        if (Has("[?(")) return Filter();
        if (Has("..")) return Descent();
        var c = text[at++];
        switch (c)
        {
            case ' ' or '@' or '$':
                return true;
            case '[':
                return Bracket();
            case '"' or '\'':
                return Quoted(c);
            case '.':
                return Add(Field());
            case '+' or '-':
            case var _ when char.IsDigit(c):
                at--;
                return Number();
            case var _ when c == '_' || char.IsLetter(c):
                at--;
                return Word();
            default:
                return false;
        }
    }

    private bool Has(string prefix) => text.AsSpan(at).StartsWith(prefix, StringComparison.Ordinal);

    private bool Add(JsonPathStep? step, bool descent = false)
    {
        afterDescent = descent;
        if (step is not null) steps.Add(step);
        return step is not null;
    }

    private bool Descent()
    {
        if (afterDescent) return false;
        at += 2;
        Add(JsonPathSteps.Descendants, descent: true);
        return at >= text.Length || !(text[at] == '_' || char.IsLetterOrDigit(text[at])) || Add(Field());
    }

    private JsonPathStep Field()
    {
        var start = at;
        while (at < text.Length && !IsTerminator(text[at])) at += text[at] == '\\' ? 2 : 1;
        at = Math.Min(at, text.Length);
        var name = text[start..at];
        return name == "*" ? JsonPathSteps.All : JsonPathSteps.Member(name.Replace("\\", "", StringComparison.Ordinal));
    }

    private bool Word()
    {
        var start = at;
        while (at < text.Length && !IsTerminator(text[at])) at++;
        return Add(text[start..at] switch
        {
            "true" => JsonPathSteps.Constant(true),
            "false" => JsonPathSteps.Constant(false),
            _ => JsonPathSteps.Unusable,
        });
    }

    private bool Number()
    {
        var start = at++;
        while (at < text.Length && (text[at] == '.' || char.IsAsciiDigit(text[at]))) at++;
        var number = text.AsSpan(start, at - start);
        if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return Add(JsonPathSteps.Constant(JsonNumber.Of(whole)));
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && Add(JsonPathSteps.Constant(JsonNumber.Of(real)));
    }

    private bool Quoted(char quote)
    {
        var start = at;
        while (at < text.Length && text[at] != '\n' && (text[at] != quote || text[at - 1] == '\\')) at++;
        if (at >= text.Length || text[at] == '\n') return false;
        var value = text[start..at++];
        return Add(JsonPathSteps.Constant(new JsonString(Escape().Replace(value, "$1")), once: true));
    }

    private bool Bracket()
    {
        var end = text.AsSpan(at).IndexOfAny(']', '\n');
        if (end < 0 || text[at + end] == '\n') return false;
        var inside = text.Substring(at, end);
        at += end + 1;
        if (inside == "*") inside = ":";
        var parts = inside.Split(',');
        if (parts.Length > 1)
        {
            var union = parts.Select(part => new JsonPathParser($"{{[{part.Trim(' ')}]}}").Parse()).ToList();
            return !union.Contains(null) && Add(JsonPathSteps.Union([.. union.OfType<JsonPathStep>()]));
        }

        // A key in quotes is read like a field: its dots lead further in.
        if (Key().Match(inside) is { Success: true } key) return Add(new JsonPathParser($"{{.{key.Groups[1].Value}}}").Parse());
        return Slice().Match(inside) is { Success: true } slice && Indexes(slice);
    }

    private bool Indexes(Match slice)
    {
        if (!Index(slice.Groups[1].Value, out var from) || !Index(slice.Groups[3].Value, out var to) || !Index(slice.Groups[5].Value, out var step)) return false;
        var single = !slice.Groups[2].Success;
        return Add(JsonPathSteps.Range(from, single ? (from ?? 0) + 1 : to, step, single));
    }

    private static bool Index(string digits, out int? index)
    {
        index = int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        return index is not null || digits.Length == 0;
    }

    private bool Filter()
    {
        at += 3;
        var start = at;
        var (quote, closed) = ('\0', false);
        for (; at < text.Length && text[at] != '\n'; at++)
        {
            var c = text[at];
            if (c == ')' && (quote == '\0') == !closed) break;
            if (c is not ('"' or '\'')) continue;
            if (quote == '\0') quote = c;
            else if (c == quote && text[at - 1] != '\\') closed = true;
        }

        if (at + 1 >= text.Length || text[at] == '\n' || text[at + 1] != ']') return false;
        var condition = text[start..at];
        at += 2;
        if (Comparison().Match(condition) is not { Success: true } comparison)
            return Add(Inner(condition) is { } path ? JsonPathSteps.Existing(path) : null);
        var (left, right) = (Inner(comparison.Groups[1].Value), Inner(comparison.Groups[3].Value));
        return Add(left is null || right is null ? null : JsonPathSteps.Compared(left, comparison.Groups[2].Value, right));
    }

    private static JsonPathStep? Inner(string action) => new JsonPathParser($"{{{action}}}").Parse();

    private static bool IsTerminator(char c) => c is ' ' or '\t' or '\r' or '\n' or '.' or ',' or '[' or ']' or '$' or '@' or '{' or '}';

    [GeneratedRegex(@"^'([^']*)'\z", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex(@"^(-?[0-9]*)(:(-?[0-9]*))?(:(-?[0-9]*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slice();

    [GeneratedRegex(@"^([^!<>=]+)([!<>=]+)(.+?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
