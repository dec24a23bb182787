using System.Globalization;
using System.Text;

namespace KubeSharp.Cel.Text;

/// <summary>Durations as Go writes and reads them: <c>1h30m</c>, <c>-1.5s</c>; in nanoseconds.</summary>
internal static class Durations
{
    private const long Second = 1_000_000_000;

    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.AsSpan();
        var negative = false;
        if (rest.Length > 0 && rest[0] is '+' or '-')
        {
            negative = rest[0] == '-';
            rest = rest[1..];
        }

        if (rest is "0")
            return true;
        if (rest.IsEmpty)
            return false;
        Int128 total = 0;
        while (!rest.IsEmpty)
        {
            var number = 0;
            while (number < rest.Length && (char.IsAsciiDigit(rest[number]) || rest[number] == '.'))
                number++;
            var unit = number;
            while (unit < rest.Length && !char.IsAsciiDigit(rest[unit]) && rest[unit] != '.')
                unit++;
            if (!TryAmount(rest[..number], UnitOf(rest[number..unit]), out var amount))
                return false;
            total += amount;
            if (total > long.MaxValue)
                return negative && rest.Length == unit && total == (Int128)long.MaxValue + 1 && Set(long.MinValue, out nanoseconds);
            rest = rest[unit..];
        }

        nanoseconds = negative ? -(long)total : (long)total;
        return true;
    }

    /// <summary>The form of protobuf's JSON, in seconds: <c>90.5s</c>.</summary>
    public static string Seconds(long nanoseconds)
    {
        var text = ((decimal)nanoseconds / Second).ToString("0.#########", CultureInfo.InvariantCulture);
        return text + "s";
    }

    /// <summary>Go's own form: <c>1h1m1.5s</c>.</summary>
    public static string GoText(long nanoseconds)
    {
        if (nanoseconds == 0)
            return "0s";
        var text = new StringBuilder(nanoseconds < 0 ? "-" : "");
        var rest = (ulong)Int128.Abs(nanoseconds);
        if (rest < Second)
        {
            var (unit, size) = rest switch
            {
                < 1000 => ("ns", 1UL),
                < 1_000_000 => ("µs", 1000UL),
                _ => ("ms", 1_000_000UL),
            };
            return text.Append(((decimal)rest / size).ToString("0.######", CultureInfo.InvariantCulture)).Append(unit).ToString();
        }

        var hours = rest / (3600UL * Second);
        var minutes = rest / (60UL * Second) % 60;
        if (hours > 0)
            text.Append(hours).Append('h');
        if (hours > 0 || minutes > 0)
            text.Append(minutes).Append('m');
        return text.Append(((decimal)(rest % (60UL * Second)) / Second).ToString("0.#########", CultureInfo.InvariantCulture)).Append('s').ToString();
    }

    private static bool Set(long value, out long target)
    {
        target = value;
        return true;
    }

    private static long UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1000,
        "ms" => 1_000_000,
        "s" => Second,
        "m" => 60 * Second,
        "h" => 3600 * Second,
        _ => 0,
    };

    private static bool TryAmount(ReadOnlySpan<char> number, long unit, out Int128 amount)
    {
        amount = 0;
        if (unit == 0 || number.Length is 0 or > 60 || number is ".")
            return false;
        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? [] : number[(point + 1)..];
        if (fraction.Contains('.') || whole.Length > 20)
            return false;
        foreach (var digit in whole)
            amount = (amount * 10) + (digit - '0');
        amount *= unit;
        Int128 part = 0;
        Int128 scale = 1;
        for (var i = 0; i < fraction.Length && i < 18; i++)
        {
            part = (part * 10) + (fraction[i] - '0');
            scale *= 10;
        }

        amount += part * unit / scale;
        return true;
    }
}
