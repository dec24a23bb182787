using System.Text;

namespace KubeSharp.Host;

/// <summary>
/// A text file that starts anew at a size limit and keeps the one before it, so that the log of a server that runs for years
/// stays bounded. Thread-safe. A full disk loses lines and nothing else.
/// </summary>
internal sealed class RollingLogFile : IDisposable
{
    private readonly string _path;
    private readonly long _limit;
    private readonly Lock _lock = new();
    private FileStream _file;

    /// <param name="path">The file; an earlier one is appended to.</param>
    /// <param name="limit">Bytes after which <paramref name="path"/> becomes <c>path.1</c>.</param>
    public RollingLogFile(string path, long limit = 20L << 20)
    {
        _path = path;
        _limit = limit;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = Open();
    }

    public void WriteLine(string line)
    {
        lock (_lock)
        {
            try
            {
                if (_file.Length > _limit)
                    Roll();
                _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
                _file.Flush();
            }
            catch (IOException)
            {
                // A log that cannot be written must not stop what it reports on.
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private void Roll()
    {
        _file.Dispose();
        File.Move(_path, _path + ".1", overwrite: true);
        _file = Open();
    }

    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
