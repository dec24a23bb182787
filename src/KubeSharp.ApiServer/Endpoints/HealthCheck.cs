namespace KubeSharp.ApiServer.Endpoints;

/// <summary>One thing that must be well for the server to be well.</summary>
/// <param name="Name">How it is called in paths and reports.</param>
/// <param name="Probe">Why it is not well, or null.</param>
/// <param name="Live">Whether a server that fails it should be restarted (livez, healthz); otherwise it only should get no requests (readyz).</param>
/// <param name="Group">The check with which it may be excluded too; null for none.</param>
/// <param name="Healthz">Whether it counts for healthz, where that differs from <paramref name="Live"/>.</param>
internal sealed record HealthCheck(string Name, Func<string?> Probe, bool Live = true, string? Group = null, bool? Healthz = null)
{
    /// <summary>Whether it belongs to a page: <c>/healthz</c>, <c>/livez</c> or <c>/readyz</c>.</summary>
    public bool IsOn(string page) => page == "/readyz" || (page == "/healthz" ? Healthz ?? Live : Live);
}
