using System.Globalization;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiServer.Audit.Events;

/// <summary>An event as the one line of the format <c>legacy</c>. Pure.</summary>
internal static class LegacyAuditLine
{
    /// <summary>The line, without its end.</summary>
    public static string Format(AuditTrail trail)
    {
        var (user, groups) = trail.User is { Name.Length: > 0 } known ? (known.Name, known.Groups.Count > 0 ? Join(known.Groups) : "<none>") : ("<none>", "<none>");
        var (other, otherGroups) = trail.ImpersonatedUser is { } impersonated
            ? (impersonated.Name, impersonated.Groups.Count > 0 ? Join(impersonated.Groups) : "<lookup>")
            : ("<self>", "<lookup>");
        var place = trail.Object is { Namespace.Length: > 0 } target ? target.Namespace : "<none>";
        var code = trail.Status is { } status ? status.Code.ToString(CultureInfo.InvariantCulture) : "<deferred>";
        var ip = trail.SourceAddresses.Count > 0 ? trail.SourceAddresses[0].ToString() : "<unknown>";
        return $"{Time(trail.Received)} AUDIT: id={Q(trail.AuditId)} stage={Q(trail.Stage.ToString())} ip={Q(ip)} method={Q(trail.Info.Verb)} user={Q(user)} "
            + $"groups={Q(groups)} as={Q(other)} asgroups={Q(otherGroups)} user-agent={Q(trail.UserAgent)} namespace={Q(place)} uri={Q(trail.RequestUri)} response=\"{code}\"";
    }

    private static string Q(string text) => GoText.Quote(text);

    private static string Join(IReadOnlyList<string> groups) => string.Join(',', groups.Select(GoText.Quote));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
