using System.CommandLine;
using KubeSharp.Cluster;
using KubeSharp.Host;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp logs</c>: the log of the background server.</summary>
internal static class LogsCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Option<bool> follow = new("--follow", "-f") { Description = "Go on printing as lines are written." };
        Option<int> tail = new("--tail", "-n") { Description = "How many of the last lines to print.", DefaultValueFactory = _ => 200 };
        Command command = new("logs", "Print the log of the server in the background.") { dataDir, follow, tail };
        command.SetAction((result, cancellationToken) =>
        {
            var log = new ClusterPaths(result.GetValue(dataDir)!).ServerLog;
            if (!File.Exists(log))
                throw new UserError($"there is no log at {log}; start the cluster with 'kubesharp up'");
            // -F goes on over the log's rotation.
            return ShellCommand.RunAsync(
                """exec tail "$@" "$0" """, cancellationToken, [log, "-n", result.GetValue(tail).ToString(), .. result.GetValue(follow) ? ["-F"] : Array.Empty<string>()]);
        });
        return command;
    }
}
