namespace KubeSharp.Storage.Embedded;

/// <summary>Folders for what only the server may read: a store holds every Secret of the cluster.</summary>
internal static class PrivateDirectory
{
    /// <summary>Makes a folder that is not there, closed to everybody else. One that is there keeps the permissions that somebody gave it.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
