using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>What can be said of a token without its issuer's keys: for whom it is, when, and how it is signed. Pure.</summary>
internal static class JwtChecks
{
    // The last second that a DateTimeOffset can hold.
    private const double Far = 253402300799;
    private static readonly TimeSpan _leeway = TimeSpan.FromMinutes(1);

    /// <summary>Why the token does not count, or null.</summary>
    public static string? WhyNot(JwtIssuerSettings settings, JsonWebToken token, DateTimeOffset now)
    {
        var claims = token.Payload;
        var audiences = Audiences(claims);
        if (!audiences.Any(settings.Audiences.Contains))
        {
            return settings.Audiences is [var only]
                ? $"oidc: expected audience {GoText.Quote(only)} got {List(audiences)}"
                : $"oidc: expected audience in {List(settings.Audiences.Order(StringComparer.Ordinal))} got {List(audiences)}";
        }

        var end = Time(claims, "exp") ?? DateTimeOffset.UnixEpoch;
        if (end < now) return $"oidc: token is expired (Token Expiry: {Show(end)})";
        if (Time(claims, "nbf") is { } start && now + _leeway < start)
            return $"oidc: current time {Show(now)} before the nbf (not before) time: {Show(start)}";
        var algorithm = token.Header.GetString("alg") ?? "";
        return settings.Algorithms.Contains(algorithm)
            ? null
            : $"oidc: id token signed with unsupported algorithm, expected {List(settings.Algorithms)} got {GoText.Quote(algorithm)}";
    }

    /// <summary>A time in seconds since 1970, with or without fraction; null if there is none.</summary>
    public static DateTimeOffset? Time(JsonObject claims, string claim) => claims[claim] is JsonNumber number
        ? DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(number.ToDouble(), 0, Far))
        : null;

    private static IReadOnlyList<string> Audiences(JsonObject claims) => claims["aud"] switch
    {
        JsonString one => [one.Value],
        JsonArray many => [.. many.OfType<JsonString>().Select(text => text.Value)],
        _ => [],
    };

    private static string List(IEnumerable<string> values) => $"[{string.Join(' ', values.Select(GoText.Quote))}]";

    private static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture);
}
