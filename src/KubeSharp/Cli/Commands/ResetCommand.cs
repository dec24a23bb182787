using System.CommandLine;
using KubeSharp.Cluster;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp reset</c>: stops the cluster and deletes all its data.</summary>
internal static class ResetCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Option<bool> yes = new("--yes", "-y") { Description = "Do not ask." };
        Command command = new("reset", "Stop the cluster and delete all of it: objects, images, logs, certificates.") { dataDir, yes };
        command.SetAction(async (result, cancellationToken) =>
        {
            ClusterPaths paths = new(result.GetValue(dataDir)!);
            RefuseForeignFolder(paths);
            if (!result.GetValue(yes) && !Console.IsInputRedirected && !Confirmed(paths.DataDir))
                throw new UserError("nothing was deleted");
            Progress progress = new(Console.Out);
            await new Teardown(paths, progress.Report).RunAsync(cancellationToken);
            if (Directory.Exists(paths.DataDir))
                Directory.Delete(paths.DataDir, recursive: true);
            progress.Report("nothing of the cluster is left");
        });
        return command;
    }

    /// <summary>A mistyped --data-dir must not delete somebody's files.</summary>
    private static void RefuseForeignFolder(ClusterPaths paths)
    {
        if (Directory.Exists(paths.DataDir)
            && Directory.EnumerateFileSystemEntries(paths.DataDir).Any()
            && !Directory.Exists(paths.Pki) && !Directory.Exists(paths.Store) && !Directory.Exists(paths.Logs) && !Directory.Exists(paths.Images))
        {
            throw new UserError($"{paths.DataDir} does not look like KubeSharp's data; delete it yourself if that is what you want");
        }
    }

    private static bool Confirmed(string folder)
    {
        Console.Write($"Delete the cluster in {folder} with all its data? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
