using System.Globalization;

namespace KubeSharp.Cel.Text;

/// <summary>Floating-point numbers as Go prints them.</summary>
internal static class Numbers
{
    /// <summary>The shortest text that reads back as the number, with an exponent below 1e-4 and from 1e21 on.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "+Inf" : "-Inf";
        var magnitude = Math.Abs(value);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e21))
        {
            var text = value.ToString("E16", CultureInfo.InvariantCulture);
            var shortest = value.ToString("R", CultureInfo.InvariantCulture);
            return shortest.Contains('E', StringComparison.Ordinal) ? Exponent(shortest) : Exponent(Trim(text));
        }

        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        return plain.Contains('E', StringComparison.Ordinal) ? new decimal(value).ToString("0.#############################", CultureInfo.InvariantCulture) : plain;
    }

    private static string Trim(string scientific)
    {
        var at = scientific.IndexOf('E', StringComparison.Ordinal);
        return scientific[..at].TrimEnd('0').TrimEnd('.') + scientific[at..];
    }

    /// <summary>Go writes at least two digits of exponent.</summary>
    private static string Exponent(string text)
    {
        var at = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = exponent < 0 ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{text[..at]}e{sign}{Math.Abs(exponent):00}");
    }
}
