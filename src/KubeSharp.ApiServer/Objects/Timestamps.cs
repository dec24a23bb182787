using System.Globalization;

namespace KubeSharp.ApiServer.Objects;

/// <summary>Times as objects carry them.</summary>
internal static class Timestamps
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>RFC 3339, UTC, whole seconds.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Seconds, CultureInfo.InvariantCulture);

    /// <summary>Now, as <see cref="Format"/> writes it.</summary>
    public static string Now(TimeProvider time) => Format(time.GetUtcNow());

    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
