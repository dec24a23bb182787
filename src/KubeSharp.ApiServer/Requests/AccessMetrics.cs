using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Requests;

/// <summary>Who was let in and who was not, under upstream's names.</summary>
/// <remarks>https://kubernetes.io/docs/reference/instrumentation/metrics/</remarks>
internal sealed class AccessMetrics
{
    // Names of users are unbounded; these alone are counted by name.
    private static readonly string[] Named = ["admin", "client", "kube_proxy", "kubelet", "system:serviceaccount:kube-system:default", "email_id", "other"];
    private readonly long[] users = new long[Named.Length];
    private readonly OutcomeSeries authentication = new("authentication_attempts", "authentication_duration_seconds", "success", "failure", "error");
    private readonly OutcomeSeries authorization = new("authorization_attempts_total", "authorization_duration_seconds", "allowed", "denied", "no-opinion", "error");

    /// <summary>Counts credentials that were looked at.</summary>
    public void Count(in AuthenticationResult result, TimeSpan duration)
    {
        authentication.Count(result.User is not null ? 0 : result.Error is null ? 1 : 2, duration);
        if (result.User is { } user) Interlocked.Increment(ref users[Array.IndexOf(Named, Shown(user.Name))]);
    }

    /// <summary>Counts a question of who may do what.</summary>
    public void Count(in AuthorizationDecision decision, TimeSpan duration)
    {
        var at = decision.IsAllowed ? 0 : !string.IsNullOrEmpty(decision.EvaluationError) ? 3 : decision.Outcome == AuthorizationOutcome.Deny ? 1 : 2;
        authorization.Count(at, duration);
    }

    /// <summary>Appends the text form of Prometheus.</summary>
    public void Write(StringBuilder output)
    {
        output.Append("# HELP authenticated_user_requests Requests whose user is known.\n# TYPE authenticated_user_requests counter\n");
        for (var i = 0; i < Named.Length; i++)
        {
            if (Interlocked.Read(ref users[i]) is > 0 and var count)
                output.Append(CultureInfo.InvariantCulture, $"authenticated_user_requests{{username=\"{Named[i]}\"}} {count}\n");
        }

        authentication.Write(output);
        authorization.Write(output);
    }

    private static string Shown(string user) => Named.AsSpan(0, 5).Contains(user) ? user : user.Contains('@', StringComparison.Ordinal) ? "email_id" : "other";
}
