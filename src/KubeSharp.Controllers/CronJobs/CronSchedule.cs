namespace KubeSharp.Controllers;

/// <summary>
/// When a CronJob runs: five fields (minute, hour, day of month, month, day of week) or one of the words such as <c>@hourly</c>.
/// Syntax: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax.
/// </summary>
internal sealed class CronSchedule
{
    private static readonly Dictionary<string, int> Months = new(StringComparer.Ordinal)
    {
        ["jan"] = 1,
        ["feb"] = 2,
        ["mar"] = 3,
        ["apr"] = 4,
        ["may"] = 5,
        ["jun"] = 6,
        ["jul"] = 7,
        ["aug"] = 8,
        ["sep"] = 9,
        ["oct"] = 10,
        ["nov"] = 11,
        ["dec"] = 12,
    };

    private static readonly Dictionary<string, int> Days = new(StringComparer.Ordinal)
    {
        ["sun"] = 0,
        ["mon"] = 1,
        ["tue"] = 2,
        ["wed"] = 3,
        ["thu"] = 4,
        ["fri"] = 5,
        ["sat"] = 6,
    };

    private readonly CronField minute;
    private readonly CronField hour;
    private readonly CronField day;
    private readonly CronField month;
    private readonly CronField weekday;
    private readonly TimeZoneInfo zone;
    private readonly TimeSpan? every;

    private CronSchedule(CronField minute, CronField hour, CronField day, CronField month, CronField weekday, TimeZoneInfo zone, TimeSpan? every)
    {
        this.minute = minute;
        this.hour = hour;
        this.day = day;
        this.month = month;
        this.weekday = weekday;
        this.zone = zone;
        this.every = every;
    }

    /// <summary>Reads a schedule; a null time zone is UTC.</summary>
    public static bool TryParse(string text, string? timeZone, out CronSchedule? schedule, out string? error)
    {
        schedule = null;
        error = null;
        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            int space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
            {
                error = "a time zone, but no schedule";
                return false;
            }

            timeZone = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..space];
            text = text[space..].Trim();
        }

        TimeZoneInfo zone = TimeZoneInfo.Utc;
        if (!string.IsNullOrEmpty(timeZone) && !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out zone!))
        {
            error = $"unknown time zone {timeZone}";
            return false;
        }

        if (text.StartsWith("@every ", StringComparison.Ordinal))
        {
            if (!TryDuration(text[7..], out TimeSpan period))
            {
                error = $"not a duration: {text[7..]}";
                return false;
            }

            schedule = new CronSchedule(default, default, default, default, default, zone, period);
            return true;
        }

        string? words = text switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => null,
        };
        string[] fields = (words ?? text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            error = $"five fields were expected, not {fields.Length}: {text}";
            return false;
        }

        if (!CronField.TryParse(fields[0], 0, 59, null, out CronField minute) || !CronField.TryParse(fields[1], 0, 23, null, out CronField hour)
            || !CronField.TryParse(fields[2], 1, 31, null, out CronField day) || !CronField.TryParse(fields[3], 1, 12, Months, out CronField month)
            || !CronField.TryParse(fields[4], 0, 6, Days, out CronField weekday))
        {
            error = $"not a schedule: {text}";
            return false;
        }

        schedule = new CronSchedule(minute, hour, day, month, weekday, zone, null);
        return true;
    }

    /// <summary>The first time after <paramref name="after"/>; null when there is none within five years (30 February).</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (every is { } period)
        {
            DateTimeOffset at = after + period;
            return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
        }

        // Walk in local wall-clock time, and turn the result back; hours that a change of clocks skips do not exist.
        DateTime local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        local = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        DateTime limit = local.AddYears(5);
        while (local < limit)
        {
            if (!month.Allows(local.Month)) local = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            else if (!AllowsDay(local)) local = local.Date.AddDays(1);
            else if (!hour.Allows(local.Hour)) local = local.Date.AddHours(local.Hour + 1);
            else if (!minute.Allows(local.Minute)) local = local.AddMinutes(1);
            else if (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
            else if (new DateTimeOffset(local, zone.GetUtcOffset(local)) is var found && found > after) return found.ToUniversalTime();
            else local = local.AddMinutes(1);
        }

        return null;
    }

    /// <summary>When both day fields are given, either is enough; that is how cron always was.</summary>
    private bool AllowsDay(DateTime local)
    {
        bool inMonth = day.Allows(local.Day);
        bool inWeek = weekday.Allows((int)local.DayOfWeek);
        return day.IsStar || weekday.IsStar ? inMonth && inWeek : inMonth || inWeek;
    }

    private static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        int number = -1;
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (Math.Max(number, 0) * 10) + (c - '0');
                continue;
            }

            if (number < 0) return false;
            switch (c)
            {
                case 'h': duration += TimeSpan.FromHours(number); break;
                case 'm': duration += TimeSpan.FromMinutes(number); break;
                case 's': duration += TimeSpan.FromSeconds(number); break;
                default: return false;
            }

            number = -1;
        }

        return number < 0 && duration >= TimeSpan.FromSeconds(1);
    }
}
