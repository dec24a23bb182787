using System.CommandLine;
using KubeSharp.Cluster;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp status</c>: whether the cluster of this machine runs, and how it is. Exit code 1 when it does not run.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Command command = new("status", "Tell whether the cluster on this machine runs, and how it is.") { dataDir };
        command.SetAction(async (result, cancellationToken) =>
        {
            ClusterPaths paths = new(result.GetValue(dataDir)!);
            if (new ServerProcess(paths).Find() is not { } pid)
            {
                Console.WriteLine($"server      not running ({paths.DataDir})");
                return 1;
            }

            Console.WriteLine($"server      running (process {pid})");
            Console.WriteLine($"data        {paths.DataDir}");
            Console.WriteLine($"kubeconfig  {paths.AdminKubeconfig}");
            using var state = ClusterState.Open(paths);
            var ready = state is not null && await state.ApiIsReadyAsync(cancellationToken);
            Console.WriteLine($"api         {(ready ? "ready" : "not ready")}");
            if (ready)
                await PrintNodesAsync(state!, cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task PrintNodesAsync(ClusterState state, CancellationToken cancellationToken)
    {
        var pods = await state.PodsAsync(cancellationToken);
        foreach (var node in await state.NodesAsync(cancellationToken))
        {
            var own = pods.Where(p => p.Spec.NodeName == node.Metadata.Name).ToList();
            var condition = ClusterState.IsReady(node) ? "Ready" : $"not Ready ({ClusterState.ReasonOf(node)})";
            Console.WriteLine($"node        {node.Metadata.Name}: {condition}, {own.Count(p => p.Status.Phase == "Running")} of {own.Count} pods running");
        }
    }
}
