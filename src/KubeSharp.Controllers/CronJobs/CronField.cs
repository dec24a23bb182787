using System.Globalization;

namespace KubeSharp.Controllers;

/// <summary>One field of a cron schedule: the values it allows, and whether it was a star.</summary>
internal readonly record struct CronField(ulong Bits, bool IsStar)
{
    public bool Allows(int value) => (Bits & (1UL << value)) != 0;

    /// <summary>Reads a field such as <c>*/5</c>, <c>1-3,7</c> or <c>MON-FRI</c>.</summary>
    public static bool TryParse(string text, int min, int max, IReadOnlyDictionary<string, int>? names, out CronField field)
    {
        ulong bits = 0;
        bool star = false;
        field = default;
        foreach (string part in text.Split(','))
        {
            string[] step = part.Split('/');
            if (step.Length > 2) return false;
            int first;
            int last;
            if (step[0] is "*" or "?")
            {
                first = min;
                last = max;
                star |= step.Length == 1 || step[1] == "1";
            }
            else
            {
                string[] range = step[0].Split('-');
                if (range.Length > 2 || !TryValue(range[0], names, out first)) return false;
                last = first;
                if (range.Length == 2 && !TryValue(range[1], names, out last)) return false;
                if (range.Length == 1 && step.Length == 2) last = max;
            }

            int every = 1;
            if (step.Length == 2 && (!int.TryParse(step[1], NumberStyles.None, CultureInfo.InvariantCulture, out every) || every == 0)) return false;
            if (first < min || last > max || first > last) return false;
            for (int value = first; value <= last; value += every) bits |= 1UL << value;
        }

        field = new CronField(bits, star);
        return true;
    }

    private static bool TryValue(string text, IReadOnlyDictionary<string, int>? names, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        || (names is not null && names.TryGetValue(text.ToLowerInvariant(), out value));
}
