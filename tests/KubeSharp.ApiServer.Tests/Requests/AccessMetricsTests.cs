using System.Text;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Tests.Requests;

public sealed class AccessMetricsTests
{
    [Theory]
    [InlineData("admin", "admin")]
    [InlineData("kubelet", "kubelet")]
    [InlineData("someone@example.com", "email_id")]
    [InlineData("system:serviceaccount:a:b", "other")]
    public void Users_are_counted_by_name_only_where_there_are_few(string user, string shown)
    {
        var metrics = new AccessMetrics();
        metrics.Count(AuthenticationResult.Success(new UserInfo { Name = user }), TimeSpan.FromMilliseconds(3));
        var text = Text(metrics);
        Assert.Contains($"authenticated_user_requests{{username=\"{shown}\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("authentication_attempts{result=\"success\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("authentication_duration_seconds_bucket{result=\"success\",le=\"0.002\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("authentication_duration_seconds_bucket{result=\"success\",le=\"0.004\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("authentication_duration_seconds_sum{result=\"success\"} 0.003\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_refused_and_what_failed_are_told_apart()
    {
        var metrics = new AccessMetrics();
        metrics.Count(AuthenticationResult.NotAttempted, TimeSpan.Zero);
        metrics.Count(AuthenticationResult.Failure("expired"), TimeSpan.Zero);
        metrics.Count(AuthorizationDecision.Allow(), TimeSpan.Zero);
        metrics.Count(new AuthorizationDecision(AuthorizationOutcome.Deny, ""), TimeSpan.Zero);
        metrics.Count(new AuthorizationDecision(AuthorizationOutcome.NoOpinion, ""), TimeSpan.Zero);
        var text = Text(metrics);
        Assert.All(
            (string[])["authentication_attempts{result=\"failure\"} 1\n", "authentication_attempts{result=\"error\"} 1\n", "authorization_attempts_total{result=\"allowed\"} 1\n",
                "authorization_attempts_total{result=\"denied\"} 1\n", "authorization_attempts_total{result=\"no-opinion\"} 1\n"],
            line => Assert.Contains(line, text, StringComparison.Ordinal));
    }

    private static string Text(AccessMetrics metrics)
    {
        var text = new StringBuilder();
        metrics.Write(text);
        return text.ToString();
    }
}
