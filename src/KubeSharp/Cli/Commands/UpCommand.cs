using System.CommandLine;
using KubeSharp.Cluster;
using KubeSharp.Composition;
using KubeSharp.Host;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp up</c>: starts the server in the background and returns when its node is Ready.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        var settings = new ServerOptionSet();
        Option<int> timeout = new("--timeout") { Description = "Seconds to wait for the node.", DefaultValueFactory = _ => 180 };
        Command command = new("up", "Start a cluster on this machine and wait until its node is Ready.") { dataDir, timeout };
        settings.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var server = settings.Read(result, new ClusterPaths(result.GetValue(dataDir)!));
            Progress progress = new(Console.Out);
            var process = await EnsureStartedAsync(server, settings.Given(result), progress, cancellationToken);
            await WaitForNodeAsync(server, process, progress, TimeSpan.FromSeconds(result.GetValue(timeout)), cancellationToken);
            PrintWelcome(server, progress.Elapsed);
        });
        return command;
    }

    private static async Task<ServerProcess> EnsureStartedAsync(ServerSettings server, IEnumerable<string> flags, Progress progress, CancellationToken cancellationToken)
    {
        ServerProcess process = new(server.Paths);
        if (process.Find() is { } pid)
        {
            if (!process.IsOutdated())
            {
                progress.Report($"the server already runs (process {pid})");
                return process;
            }

            progress.Report("the program has changed: restarting the server; containers go on");
            await process.StopAsync(cancellationToken);
        }

        ServerCommand.Check(server);
        await SystemPackages.EnsureAsync(progress.Report, Path.Combine(server.Paths.Logs, "install.log"), cancellationToken);
        progress.Report("starting the server");
        await process.StartAsync(flags, cancellationToken);
        return process;
    }

    private static async Task WaitForNodeAsync(
        ServerSettings server, ServerProcess process, Progress progress, TimeSpan limit, CancellationToken cancellationToken)
    {
        ClusterState? state = null;
        try
        {
            while (true)
            {
                if (process.Find() is null)
                    throw new UserError(process.LastWords() is { Length: > 0 } words ? words.Replace("kubesharp: ", "") : $"the server ended while starting; its log is {server.Paths.ServerLog}");
                state ??= ClusterState.Open(server.Paths);
                if (state is not null && await state.ApiIsReadyAsync(cancellationToken))
                {
                    progress.Report("the API server is ready");
                    var nodes = await state.NodesAsync(cancellationToken);
                    if (nodes.FirstOrDefault(n => n.Metadata.Name == server.NodeName) is { } node)
                    {
                        if (ClusterState.IsReady(node))
                            return;
                        progress.Report($"waiting for node {server.NodeName}: {ClusterState.ReasonOf(node)}");
                    }
                }

                if (progress.Elapsed > limit)
                    throw new UserError($"node {server.NodeName} is not Ready after {limit.TotalSeconds:0} s; the server goes on trying, 'kubesharp logs' shows why");
                await Task.Delay(PollInterval, cancellationToken);
            }
        }
        finally
        {
            state?.Dispose();
        }
    }

    private static void PrintWelcome(ServerSettings server, TimeSpan elapsed) => Console.WriteLine($"""

        Node {server.NodeName} is Ready, in {elapsed.TotalSeconds:0.0} s.
        The administrator's kubeconfig is {server.Paths.AdminKubeconfig}

        Try next:
          export KUBECONFIG={server.Paths.AdminKubeconfig}
          kubectl get nodes -o wide
          kubectl create deployment web --image=nginx --replicas=2
        """);
}
