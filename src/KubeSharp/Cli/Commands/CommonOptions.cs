using System.CommandLine;
using KubeSharp.Cluster;

namespace KubeSharp.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> DataDir() => new("--data-dir")
    {
        Description = "Folder that holds everything of the cluster on this machine.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KUBESHARP_DATA_DIR") is { Length: > 0 } dir
            ? dir
            : ClusterPaths.DefaultDataDir,
    };
}
