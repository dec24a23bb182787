using System.Globalization;

namespace KubeSharp.Storage.Embedded;

/// <summary>Keeps a second process away from a data directory. The kernel lets go of it when the process ends, however it ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StoreOpenException">Another process has it, or the folder cannot be written.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, "store.lock");
        try
        {
            Directory.CreateDirectory(directory);
            // FileShare.None is an exclusive flock here.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new DataDirectoryLock(file);
        }
        catch (IOException e) when (IsInUse(e))
        {
            throw new StoreOpenException(
                $"The data directory {directory} is in use by another process{Holder(path)}; stop it, or give this one a directory of its own.", e);
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

    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return int.TryParse(reader.ReadToEnd(), CultureInfo.InvariantCulture, out var id) ? $" (process {id})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
