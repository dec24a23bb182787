using System.Text.RegularExpressions;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Numbers with check digits and other codes.</summary>
internal static partial class NumberFormats
{
    /// <summary>A UUID of a version, in any case, with or without dashes; version '\0' for any.</summary>
    public static bool IsUuid(string text, char version)
    {
        if (!Uuid().IsMatch(text)) return false;
        if (version == '\0') return true;
        var digits = text.Replace("-", "", StringComparison.Ordinal);
        return digits[12] == version && (version == '3' || char.ToLowerInvariant(digits[16]) is '8' or '9' or 'a' or 'b');
    }

    /// <summary>An ISBN of ten digits, the last of which may be an X.</summary>
    public static bool IsIsbn10(string text)
    {
        var code = Bare(text);
        if (code.Length != 10 || !code.AsSpan(0, 9).ContainsOnlyDigits() || !(char.IsAsciiDigit(code[9]) || code[9] == 'X')) return false;
        var sum = 0;
        for (var i = 0; i < 9; i++) sum += (i + 1) * (code[i] - '0');
        sum += 10 * (code[9] == 'X' ? 10 : code[9] - '0');
        return sum % 11 == 0;
    }

    /// <summary>An ISBN of thirteen digits.</summary>
    public static bool IsIsbn13(string text)
    {
        var code = Bare(text);
        if (code.Length != 13 || !code.AsSpan().ContainsOnlyDigits()) return false;
        var sum = 0;
        for (var i = 0; i < 12; i++) sum += (i % 2 == 0 ? 1 : 3) * (code[i] - '0');
        return (10 - (sum % 10)) % 10 == code[12] - '0';
    }

    /// <summary>The number of a credit card of a known issuer, with whatever between its digits.</summary>
    public static bool IsCreditCard(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (!CreditCard().IsMatch(digits)) return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit * 2 > 9 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>A social security number of the United States, with two separators.</summary>
    public static bool IsSocialSecurityNumber(string text) => text.Length == 11 && SocialSecurity().IsMatch(text);

    /// <summary>Base64 in the standard alphabet, padded, not empty.</summary>
    public static bool IsBase64(string text) => Base64().IsMatch(text);

    private static string Bare(string text) => string.Concat(text.Where(c => c != '-' && !char.IsWhiteSpace(c)));

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    [GeneratedRegex("^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();

    [GeneratedRegex(
        "^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|(?:222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}|6(?:011|5[0-9][0-9])[0-9]{12}"
            + "|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35[0-9]{3})[0-9]{11}|6[27][0-9]{14})\\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex CreditCard();

    [GeneratedRegex("^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex SocialSecurity();

    [GeneratedRegex("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})\\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Base64();
}
