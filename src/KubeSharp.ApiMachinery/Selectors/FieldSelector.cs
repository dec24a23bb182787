using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>Requirements on fields that must all hold: <c>spec.nodeName=n1,status.phase!=Running</c>. Immutable.</summary>
public sealed class FieldSelector
{
    private readonly FieldRequirement[] requirements;

    private FieldSelector(FieldRequirement[] requirements) => this.requirements = requirements;

    /// <summary>Matches every object.</summary>
    public static FieldSelector Everything { get; } = new([]);

    /// <summary>The requirements.</summary>
    public IReadOnlyList<FieldRequirement> Requirements => requirements;

    /// <summary>Whether every object matches.</summary>
    public bool IsEverything => requirements.Length == 0;

    /// <summary>A selector of these requirements.</summary>
    public static FieldSelector Of(params IEnumerable<FieldRequirement> requirements) => new([.. requirements]);

    /// <summary>Reads the string form. Backslashes escape commas, equals signs and themselves in values. The error is worded as upstream words it.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out FieldSelector? selector, [NotNullWhen(false)] out string? error)
    {
        selector = null;
        error = null;
        if (string.IsNullOrEmpty(text))
        {
            selector = Everything;
            return true;
        }

        var terms = SplitTerms(text);
        terms.Sort(GoOrder.Compare);
        var list = new List<FieldRequirement>(terms.Count);
        foreach (var term in terms)
        {
            if (term.Length == 0) continue;
            var at = term.AsSpan().IndexOfAny('=', '!');
            while (at >= 0 && term[at] == '!' && !(at + 1 < term.Length && term[at + 1] == '='))
            {
                var next = term.AsSpan(at + 1).IndexOfAny('=', '!');
                at = next < 0 ? -1 : at + 1 + next;
            }

            if (at < 0)
            {
                error = $"invalid selector: '{text}'; can't understand '{term}'";
                return false;
            }

            var equal = term[at] == '=';
            var length = equal && !(at + 1 < term.Length && term[at + 1] == '=') ? 1 : 2;
            if (!TryUnescape(term[(at + length)..], out var value, out error)) return false;
            list.Add(new FieldRequirement(term[..at], equal, value));
        }

        selector = new FieldSelector([.. list]);
        return true;
    }

    /// <summary>Escapes a value for use in the string form.</summary>
    public static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);

    /// <summary>Whether an object's fields match.</summary>
    public bool Matches<TFields>(TFields fields)
        where TFields : IFieldSource
    {
        foreach (var requirement in requirements)
            if ((fields.Get(requirement.Field) == requirement.Value) != requirement.Equal) return false;
        return true;
    }

    /// <summary>The value that a field must have for any match, when there is one. Lets a list look one key up.</summary>
    public bool RequiresExactMatch(string field, [NotNullWhen(true)] out string? value)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Equal || requirement.Field != field) continue;
            value = requirement.Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>The string form.</summary>
    public override string ToString() =>
        string.Join(",", requirements.Select(r => $"{r.Field}{(r.Equal ? "=" : "!=")}{Escape(r.Value)}"));

    private static List<string> SplitTerms(string text)
    {
        var terms = new List<string>();
        var start = 0;
        var escaped = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (escaped) escaped = false;
            else if (text[i] == '\\') escaped = true;
            else if (text[i] == ',')
            {
                terms.Add(text[start..i]);
                start = i + 1;
            }
        }

        terms.Add(text[start..]);
        return terms;
    }

    private static bool TryUnescape(string text, out string value, [NotNullWhen(false)] out string? error)
    {
        value = text;
        error = null;
        if (text.AsSpan().IndexOfAny('\\', ',', '=') < 0) return true;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\')
            {
                if (i + 1 < text.Length && text[i + 1] is '\\' or ',' or '=')
                {
                    result.Append(text[++i]);
                    continue;
                }

                error = "invalid field selector: invalid escape sequence: " + text[i..Math.Min(i + 2, text.Length)];
                return false;
            }

            if (c is ',' or '=')
            {
                error = string.Create(CultureInfo.InvariantCulture, $"invalid field selector: unescaped character in value: {(int)c}");
                return false;
            }

            result.Append(c);
        }

        value = result.ToString();
        return true;
    }
}
