using System.CommandLine;
using KubeSharp.Cluster;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp down</c>: stops the cluster on this machine; its data stays.</summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Command command = new("down", "Stop the cluster on this machine; its data stays.") { dataDir };
        command.SetAction(async (result, cancellationToken) =>
        {
            Progress progress = new(Console.Out);
            await new Teardown(new ClusterPaths(result.GetValue(dataDir)!), progress.Report).RunAsync(cancellationToken);
            progress.Report("down; 'kubesharp up' brings it back");
        });
        return command;
    }
}
