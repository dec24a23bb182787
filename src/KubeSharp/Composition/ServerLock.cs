using KubeSharp.Cli;
using KubeSharp.Cluster;

namespace KubeSharp.Composition;

/// <summary>Held by the one server of a data directory. The kernel lets go of it whatever way the process ends.</summary>
internal sealed class ServerLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _pidFile;

    private ServerLock(FileStream held, string pidFile)
    {
        _lock = held;
        _pidFile = pidFile;
    }

    /// <summary>Takes the lock and writes this process's id beside it.</summary>
    /// <exception cref="UserError">Another server has it.</exception>
    public static ServerLock Take(ClusterPaths paths)
    {
        Directory.CreateDirectory(paths.Run);
        try
        {
            FileStream held = new(paths.PidFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(paths.PidFile, Environment.ProcessId.ToString());
            return new ServerLock(held, paths.PidFile);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException && !DiskSpace.IsDiskFull(e))
        {
            throw new UserError($"another server already runs on {paths.DataDir}; stop it with 'kubesharp down', or choose another --data-dir", e);
        }
    }

    public void Dispose()
    {
        File.Delete(_pidFile);
        _lock.Dispose();
    }
}
