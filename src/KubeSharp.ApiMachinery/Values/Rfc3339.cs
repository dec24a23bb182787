using System.Globalization;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>RFC 3339 times as Go reads them: a T, any number of decimals, Z or a numeric offset.</summary>
internal static class Rfc3339
{
    /// <param name="text">The text.</param>
    /// <param name="decimals">How many decimals there must be; -1 for any number or none.</param>
    /// <param name="instant">The instant.</param>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length < 20 || text[10] != 'T' || text[4] != '-' || text[7] != '-')
            return false;
        var end = 19;
        var ticks = 0L;
        if (text[end] is '.' or ',')
        {
            var unit = TimeSpan.TicksPerSecond;
            end++;
            var start = end;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                unit /= 10;
                ticks += unit * (text[end++] - '0');
            }

            if (end == start || (decimals >= 0 && end - start != decimals))
                return false;
        }
        else if (decimals > 0)
        {
            return false;
        }

        var zone = text[end..];
        var offset = TimeSpan.Zero;
        if (zone is not "Z")
        {
            if (zone.Length != 6 || zone[0] is not ('+' or '-') || !TimeSpan.TryParseExact(zone[1..], "hh\\:mm", CultureInfo.InvariantCulture, out offset))
                return false;
            if (zone[0] == '-')
                offset = -offset;
        }

        if (!DateTime.TryParseExact(text[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Ticks - offset.Ticks < 0)
            return false;
        instant = new DateTimeOffset(local.Ticks + ticks - offset.Ticks, TimeSpan.Zero);
        return true;
    }
}
