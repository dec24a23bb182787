namespace KubeSharp.ApiServer.Endpoints;

/// <summary>One thing that must be well for the server to be well.</summary>
/// <param name="Name">How it is called in paths and reports.</param>
/// <param name="Probe">Why it is not well, or null.</param>
/// <param name="Live">Whether a server that fails it should be restarted (livez, healthz); otherwise it only should get no requests (readyz).</param>
/// <param name="Group">The check with which it may be excluded too; null for none.</param>
internal sealed record HealthCheck(string Name, Func<string?> Probe, bool Live = true, string? Group = null);
