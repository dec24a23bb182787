using System.Text.RegularExpressions;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Colours.</summary>
internal static partial class ColorFormats
{
    /// <summary>Three or six hexadecimal digits, with or without a number sign.</summary>
    public static bool IsHex(string text) => Hex().IsMatch(text);

    /// <summary><c>rgb(1, 20, 255)</c>.</summary>
    public static bool IsRgb(string text) => Rgb().IsMatch(text);

    [GeneratedRegex("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hex();

    [GeneratedRegex(
        "^rgb\\([ \\t\\n\\f\\r]*(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])[ \\t\\n\\f\\r]*,[ \\t\\n\\f\\r]*){2}(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])[ \\t\\n\\f\\r]*\\)\\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Rgb();
}
