using System.Globalization;

namespace KubeSharp.Storage.Embedded;

/// <summary>Keeps a second process away from a data directory. The kernel lets go of it when the process ends, however it ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const string HolderName = "store.pid";
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StoreOpenException">Another process has it, or the folder cannot be written.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, "store.lock");
        try
        {
            PrivateDirectory.Make(directory);
            // FileShare.None is an exclusive flock here.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            // In a file of its own, because .NET asks for the lock even to read.
            File.WriteAllText(Path.Combine(directory, HolderName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataDirectoryLock(file);
        }
        catch (IOException e) when (IsInUse(e))
        {
            throw new StoreOpenException(
                $"The data directory {directory} is in use by another process{Holder(directory)}; stop it, or give this one a directory of its own.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"The data directory {directory} cannot be written ({e.Message}); check its permissions and free space.", e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK is what flock answers; .NET keeps the raw errno.
    private static bool IsInUse(IOException e) => e is not (DirectoryNotFoundException or FileNotFoundException) && (e.HResult & 0xffff) == 11;

    private static string Holder(string directory)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(directory, HolderName)), CultureInfo.InvariantCulture, out var id) ? $" (process {id})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
