using System.CommandLine;
using KubeSharp.Cluster;
using KubeSharp.Composition;
using KubeSharp.Host;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp server</c>: the whole cluster of one machine in the foreground.</summary>
internal static class ServerCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        var settings = new ServerOptionSet();
        Option<string?> logFile = new("--log-file") { Description = "Write the log here, rotated by size, rather than to standard error." };
        Option<int> verbosity = new("--v") { Description = "Log verbosity; 4 and more for debugging." };
        Command command = new("server", "Run every part of a cluster in this process, in the foreground.") { dataDir, logFile, verbosity };
        settings.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var server = settings.Read(result, new ClusterPaths(result.GetValue(dataDir)!));
            Check(server);
            await SystemPackages.EnsureAsync(Console.Error.WriteLine, Path.Combine(server.Paths.Logs, "install.log"), cancellationToken);
            using var loggers = Logging.Create(result.GetValue(logFile), result.GetValue(verbosity));
            try
            {
                await new ClusterServer(server, loggers, TimeProvider.System).RunAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Stopped by a signal while it was starting.
            }
        });
        return command;
    }

    internal static void Check(ServerSettings server)
    {
        var facts = MachineFacts.Read(server.Paths.DataDir,
        [
            (server.SecurePort, "the API server"),
            (server.KubeletPort, "the kubelet"),
            (server.ProxyHealthPort, "kube-proxy's health check"),
        ]);
        if (Preflight.Check(facts) is [var first, ..] problems)
            throw new UserError(problems.Count == 1 ? first : string.Join("; ", problems));
    }
}
