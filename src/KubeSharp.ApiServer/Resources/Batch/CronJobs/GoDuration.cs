namespace KubeSharp.ApiServer.Resources.Batch.CronJobs;

/// <summary>Durations as <c>1h30m</c>.</summary>
internal static class GoDuration
{
    private static readonly string[] Units = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"];

    /// <summary>Whether the text is a duration.</summary>
    public static bool IsValid(string text)
    {
        var rest = text.AsSpan();
        if (!rest.IsEmpty && rest[0] is '+' or '-') rest = rest[1..];
        if (rest.SequenceEqual("0")) return true;
        if (rest.IsEmpty) return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0) return false;
            rest = rest[digits..];
            var unit = rest.IndexOfAny("0123456789.");
            if (unit < 0) unit = rest.Length;
            if (!Units.Contains(rest[..unit].ToString())) return false;
            rest = rest[unit..];
        }

        return true;
    }
}
