using System.CommandLine;
using KubeSharp.Cluster;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp kubeconfig</c>: prints the path of the administrator's kubeconfig.</summary>
internal static class KubeconfigCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Command command = new("kubeconfig", "Print the path of the administrator's kubeconfig.") { dataDir };
        command.SetAction(result =>
        {
            var path = new ClusterPaths(result.GetValue(dataDir)!).AdminKubeconfig;
            if (!File.Exists(path))
                throw new UserError($"there is no cluster in {result.GetValue(dataDir)} yet; start one with 'kubesharp up'");
            Console.WriteLine(path);
        });
        return command;
    }
}
