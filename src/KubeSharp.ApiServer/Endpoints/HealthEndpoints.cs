using System.Text;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Routing;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/healthz, /livez and /readyz: all checks, single ones, with a report on request.</summary>
/// <remarks>https://kubernetes.io/docs/reference/using-api/health-checks/</remarks>
internal sealed class HealthEndpoints(IReadOnlyList<HealthCheck> checks) : IPathHandler
{
    public IEnumerable<string> Paths
    {
        get
        {
            foreach (var root in (string[])["/healthz", "/livez", "/readyz"])
            {
                yield return root;
                foreach (var check in ChecksOf(root)) yield return $"{root}/{check.Name}";
            }
        }
    }

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        var path = context.Info.Path;
        var root = Root(path);
        if (root is null) return false;
        if (path.Length > root.Length)
        {
            var name = path[(root.Length + 1)..];
            foreach (var check in ChecksOf(root))
            {
                if (check.Name != name) continue;
                var problem = check.Probe();
                await TextAnswer.WriteAsync(context, problem is null ? 200 : 500, problem is null ? "ok" : $"internal server error: {problem}\n");
                return true;
            }

            return false;
        }

        await ReportAsync(context, root[1..]);
        return true;
    }

    private async Task ReportAsync(RequestContext context, string name)
    {
        var query = context.Request.Query;
        var excluded = query["exclude"];
        var report = new StringBuilder();
        var failed = 0;
        foreach (var check in ChecksOf("/" + name))
        {
            if (excluded.Contains(check.Name) || (check.Group is not null && excluded.Contains(check.Group)))
            {
                report.Append($"[+]{check.Name} excluded: ok\n");
                continue;
            }

            if (check.Probe() is null)
            {
                report.Append($"[+]{check.Name} ok\n");
                continue;
            }

            // The reason goes to the log of the part that has it, not to anybody who asks.
            report.Append($"[-]{check.Name} failed: reason withheld\n");
            failed++;
        }

        foreach (var unknown in excluded.Where(item => item is { Length: > 0 } && ChecksOf("/" + name).All(check => check.Name != item)))
        {
            report.Append($"warn: some health checks cannot be excluded: no matches for \"{unknown}\"\n");
        }

        if (failed > 0)
        {
            await TextAnswer.WriteAsync(context, 500, $"{report}{name} check failed\n");
            return;
        }

        if (query.ContainsKey("verbose")) await TextAnswer.WriteAsync(context, 200, $"{report}{name} check passed\n");
        else await TextAnswer.WriteAsync(context, 200, "ok");
    }

    private static string? Root(string path)
    {
        foreach (var root in (ReadOnlySpan<string>)["/healthz", "/livez", "/readyz"])
        {
            if (path == root || path.StartsWith(root + "/", StringComparison.Ordinal)) return root;
        }

        return null;
    }

    private IEnumerable<HealthCheck> ChecksOf(string root) => checks.Where(check => check.IsOn(root));
}
