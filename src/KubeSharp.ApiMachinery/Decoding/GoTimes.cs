using System.Globalization;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>Reads times as Go's <c>time.Parse</c> does with the layouts of the API, and words failures as it does.</summary>
public static class GoTimes
{
    private const string TimeLayout = "2006-01-02T15:04:05Z07:00";
    private const string MicroTimeLayout = "2006-01-02T15:04:05.000000Z07:00";

    /// <summary>Reads a time: false when the text is none.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return FindFault(text, micro: false) is null && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>The canonical spelling; null for the zero time. False with an error when the text is no time.</summary>
    public static bool TryCanonical(string text, bool micro, out string? canonical, out string error)
    {
        canonical = null;
        error = "";
        var layout = micro ? MicroTimeLayout : TimeLayout;
        if (FindFault(text, micro) is { } fault)
        {
            error = $"parsing time {GoText.Quote(text)} as {GoText.Quote(layout)}: {fault}";
            return false;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            error = $"parsing time {GoText.Quote(text)}: day out of range";
            return false;
        }

        if (instant.UtcTicks == 0) return true;
        canonical = micro ? new MicroTime(instant).ToString() : new Time(instant).ToString();
        return true;
    }

    private static string? FindFault(string text, bool micro)
    {
        var at = 0;
        (int Digits, string Layout, char After)[] parts =
            [(4, "2006", '-'), (2, "01", '-'), (2, "02", 'T'), (2, "15", ':'), (2, "04", ':'), (2, "05", '\0')];
        foreach (var (digits, name, after) in parts)
        {
            if (text.Length < at + digits || text.AsSpan(at, digits).IndexOfAnyExceptInRange('0', '9') >= 0) return Cannot(name);
            at += digits;
            if (after == '\0') break;
            if (at >= text.Length || text[at] != after) return Cannot(after.ToString());
            at++;
        }

        if (micro)
        {
            if (text.Length < at + 7 || text[at] != '.' || text.AsSpan(at + 1, 6).IndexOfAnyExceptInRange('0', '9') >= 0) return Cannot(".000000");
            at += 7;
        }
        else if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]))
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        }

        if (at < text.Length && text[at] == 'Z') at++;
        else if (text.Length >= at + 6 && text[at] is '+' or '-' && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2])
            && text[at + 3] == ':' && char.IsAsciiDigit(text[at + 4]) && char.IsAsciiDigit(text[at + 5]))
        {
            at += 6;
        }
        else
        {
            return Cannot("Z07:00");
        }

        return at == text.Length ? null : $"extra text: {GoText.Quote(text[at..])}";

        string Cannot(string element) => $"cannot parse {GoText.Quote(text[at..])} as {GoText.Quote(element)}";
    }
}
