using System.Globalization;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Text;

/// <summary>Moments in time zones: names of the system's zone data, or offsets such as <c>-08:30</c>.</summary>
internal static class TimeZones
{
    /// <summary>The local time of a moment; false (with the reason) when there is no such zone.</summary>
    public static bool TryLocal(in CelValue timestamp, string zone, out DateTime local, out string fault)
    {
        fault = "";
        var utc = Timestamps.ToUtc(timestamp);
        local = utc;
        if (zone is "" or "UTC")
            return true;
        if (zone.Contains(':', StringComparison.Ordinal))
        {
            if (!TryOffset(zone, out var offset))
            {
                fault = $"unknown time zone {zone}";
                return false;
            }

            return TryShift(utc, offset, out local);
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info))
            return TryShift(utc, info.GetUtcOffset(utc), out local);
        fault = $"unknown time zone {zone}";
        return false;
    }

    private static bool TryShift(DateTime utc, TimeSpan offset, out DateTime local)
    {
        var ticks = Math.Clamp(utc.Ticks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        local = new DateTime(ticks, DateTimeKind.Unspecified);
        return true;
    }

    private static bool TryOffset(string zone, out TimeSpan offset)
    {
        offset = default;
        var colon = zone.IndexOf(':', StringComparison.Ordinal);
        if (!int.TryParse(zone.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours) ||
            !int.TryParse(zone.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
            return false;
        offset = TimeSpan.FromMinutes((hours * 60) + (zone[0] == '-' ? -minutes : minutes));
        return true;
    }
}
