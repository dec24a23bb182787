using KubeSharp.Cel.Text;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>Parts of timestamps, in UTC or a time zone, and of durations.</summary>
internal static class TimeLibrary
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000_000_000;

    public static void Declare(Library library)
    {
        Part(library, "getFullYear", static (t, _) => t.Year);
        Part(library, "getMonth", static (t, _) => t.Month - 1);
        Part(library, "getDayOfYear", static (t, _) => t.DayOfYear - 1);
        Part(library, "getDayOfMonth", static (t, _) => t.Day - 1);
        Part(library, "getDate", static (t, _) => t.Day);
        Part(library, "getDayOfWeek", static (t, _) => (int)t.DayOfWeek);
        Part(library, "getHours", static (t, _) => t.Hour);
        Part(library, "getMinutes", static (t, _) => t.Minute);
        Part(library, "getSeconds", static (t, _) => t.Second);
        Part(library, "getMilliseconds", static (_, nanoseconds) => nanoseconds / 1_000_000);
        library.Member("getHours", "duration_to_hours", [Duration], Int, static (_, a) => CelValue.Of(a[0].Int / (3600 * Second)))
            .Member("getMinutes", "duration_to_minutes", [Duration], Int, static (_, a) => CelValue.Of(a[0].Int / (60 * Second)))
            .Member("getSeconds", "duration_to_seconds", [Duration], Int, static (_, a) => CelValue.Of(a[0].Int / Second))
            .Member("getMilliseconds", "duration_to_milliseconds", [Duration], Int, static (_, a) => CelValue.Of(a[0].Int % Second / Millisecond));
    }

    private static void Part(Library library, string name, Func<DateTime, int, int> part) => library
        .Member(name, $"timestamp_{name}", [Timestamp], Int, (_, a) => CelValue.Of((long)part(Timestamps.ToUtc(a[0]), a[0].Extra)))
        .Member(name, $"timestamp_{name}_with_tz", [Timestamp, CelType.String], Int, (_, a) => TimeZones.TryLocal(a[0], Library.Text(a[1]), out var local, out var fault)
            ? CelValue.Of((long)part(local, a[0].Extra))
            : CelValue.Fail(fault));
}
