namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>One mail address of RFC 5322, with or without a name: <c>a@b.c</c>, <c>Barry &lt;bg@example.com&gt;</c>.</summary>
internal static class EmailFormat
{
    /// <summary>Whether the text is such an address.</summary>
    public static bool IsAddress(string text)
    {
        text = text.Trim(' ', '\t');
        if (text.EndsWith('>') && text.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open)
            return IsPhrase(text[..open].Trim(' ', '\t')) && IsSpec(text[(open + 1)..^1]);
        return IsSpec(text);
    }

    private static bool IsSpec(string text)
    {
        var at = text.LastIndexOf('@');
        if (at <= 0 || at == text.Length - 1) return false;
        var (local, domain) = (text[..at], text[(at + 1)..]);
        return (IsQuoted(local) || IsDotAtom(local)) && (IsDotAtom(domain) || (domain.StartsWith('[') && domain.EndsWith(']')));
    }

    private static bool IsPhrase(string text) => text.Length == 0 || IsQuoted(text) || text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => IsQuoted(word) || word.All(c => IsAtom(c) || c == '.'));

    private static bool IsQuoted(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"') return false;
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"' || (text[i] < ' ' && text[i] != '\t')) return false;
            if (i >= text.Length - 1) return false;
        }

        return true;
    }

    private static bool IsDotAtom(string text) => text.Split('.').All(part => part.Length > 0 && part.All(IsAtom));

    private static bool IsAtom(char c) => char.IsAsciiLetterOrDigit(c) || c >= 0x80 || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);
}
