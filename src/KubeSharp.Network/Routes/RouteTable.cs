using KubeSharp.Network.Host;
using KubeSharp.Processes;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Network.Routes;

/// <summary>Keeps the kernel's routes to other nodes' pods as the plan has them.</summary>
internal sealed class RouteTable(CommandRunner commands, ILogger logger)
{
    private Dictionary<string, PodRoute> written = new(StringComparer.Ordinal);

    /// <summary>Writes what changed; false when something has to be tried again.</summary>
    public async Task<bool> ApplyAsync(IReadOnlyList<PodRoute> routes, CancellationToken cancel)
    {
        var next = new Dictionary<string, PodRoute>(StringComparer.Ordinal);
        var complete = true;
        foreach (var route in routes)
        {
            if (written.TryGetValue(route.Range, out var present) && present == route)
            {
                next[route.Range] = route;
                continue;
            }

            var result = await commands.RunAsync(
                "ip", [Family(route), "route", "replace", route.Range, "via", route.Via, "proto", HostNetwork.RouteProtocol], null, cancel)
                .ConfigureAwait(false);
            if (result.Succeeded)
            {
                next[route.Range] = route;
                continue;
            }

            NetworkLog.RouteFailed(logger, route.Node, route.Range, route.Via, result.Error);
            complete = false;
        }

        foreach (var (range, route) in written)
        {
            if (!next.ContainsKey(range))
            {
                await commands.RunAsync(
                    "ip", [Family(route), "route", "delete", range, "via", route.Via, "proto", HostNetwork.RouteProtocol], null, cancel)
                    .ConfigureAwait(false);
            }
        }

        written = next;
        return complete;
    }

    private static string Family(PodRoute route) => route.Range.Contains(':', StringComparison.Ordinal) ? "-6" : "-4";
}
