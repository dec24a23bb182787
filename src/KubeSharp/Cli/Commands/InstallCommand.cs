using System.CommandLine;
using KubeSharp.Cluster;
using KubeSharp.Host;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp install</c>: installs what a node needs from the distribution's packages, and starts nothing.</summary>
internal static class InstallCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Command command = new("install", "Install the system packages a node needs (containerd, runc, CNI plugins, iptables, …).") { dataDir };
        command.SetAction((result, cancellationToken) =>
        {
            Progress progress = new(Console.Out);
            var log = Path.Combine(new ClusterPaths(result.GetValue(dataDir)!).Logs, "install.log");
            return SystemPackages.EnsureAsync(progress.Report, log, cancellationToken);
        });
        return command;
    }
}
