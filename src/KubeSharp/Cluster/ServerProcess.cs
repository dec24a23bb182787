using KubeSharp.Host;

namespace KubeSharp.Cluster;

/// <summary>The <c>kubesharp server</c> that runs in the background for one data directory.</summary>
internal sealed class ServerProcess(ClusterPaths paths)
{
    // Long enough for every loop to finish its step and the store to close.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(30);

    /// <summary>The process id of the running server, or null.</summary>
    public int? Find()
    {
        if (!File.Exists(paths.PidFile) || !int.TryParse(File.ReadAllText(paths.PidFile).Trim(), out var pid))
            return null;
        return ProcessTable.CommandLine(pid) is { } line && line.Contains(" server ") && line.Contains(paths.DataDir) ? pid : null;
    }

    /// <summary>
    /// Starts the server detached from this terminal and session. Its own log is <see cref="ClusterPaths.ServerLog"/>; what the
    /// runtime prints of a crash goes to the same place with the ending <c>.crash</c>.
    /// </summary>
    public async Task StartAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(paths.Logs);
        Directory.CreateDirectory(paths.Run);
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("the path of this program is unknown");
        await ShellCommand.RunAsync(
            """log=$1 pid=$2; shift 2; setsid "$0" "$@" >"$log" 2>&1 </dev/null & echo $! >"$pid" """,
            cancellationToken,
            [program, CrashLog, paths.PidFile, "server", "--data-dir", paths.DataDir, "--log-file", paths.ServerLog, .. arguments]);
    }

    /// <summary>Whatever the server wrote outside its log: the reason when it ended at once.</summary>
    public string LastWords() => File.Exists(CrashLog) ? File.ReadAllText(CrashLog).Trim() : "";

    /// <summary>Stops the server; its containers go on. False when none was running.</summary>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        if (Find() is not { } pid)
            return false;
        await ProcessTable.TerminateAsync([pid], StopGrace, cancellationToken);
        return true;
    }

    /// <summary>True when the program on disk is newer than the server that runs.</summary>
    public bool IsOutdated() =>
        File.GetLastWriteTimeUtc(Environment.ProcessPath!) > File.GetLastWriteTimeUtc(paths.PidFile);

    private string CrashLog => paths.ServerLog + ".crash";
}
