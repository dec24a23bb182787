using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>
/// Tells when the content of a file has become another one. Hears of changes from the system, also when a directory of links is swapped as a mounted
/// ConfigMap is; looks once a minute besides, because some file systems tell nothing.
/// </summary>
internal sealed partial class WatchedFile : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly string path;
    private readonly Func<string, Task> changed;
    private readonly ILogger logger;
    private readonly FileSystemWatcher? watcher;
    private readonly ITimer timer;
    private readonly SemaphoreSlim one = new(1);
    private string content;
    private volatile bool disposed;

    /// <summary>Begins to watch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content as it has been taken into account already.</param>
    /// <param name="changed">Called with every other content, one call at a time; must not throw.</param>
    /// <param name="time">The time.</param>
    /// <param name="logger">Where it is said that the file cannot be read.</param>
    public WatchedFile(string path, string content, Func<string, Task> changed, TimeProvider time, ILogger logger)
    {
        this.path = Path.GetFullPath(path);
        (this.content, this.changed, this.logger) = (content, changed, logger);
        watcher = Watch();
        timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
        Look();
    }

    public void Dispose()
    {
        disposed = true;
        watcher?.Dispose();
        timer.Dispose();
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var result = new FileSystemWatcher(Path.GetDirectoryName(path)!) { IncludeSubdirectories = false };
            result.Changed += (_, _) => Look();
            result.Created += (_, _) => Look();
            result.Renamed += (_, _) => Look();
            result.EnableRaisingEvents = true;
            return result;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // No watches left, or a file system without them: the timer does.
            return null;
        }
    }

    private void Look() => _ = LookAsync();

    private async Task LookAsync()
    {
        await one.WaitAsync();
        try
        {
            if (disposed) return;
            var now = await File.ReadAllTextAsync(path);
            // A file is empty for a moment while it is being replaced in place.
            if (now == content || now.Length == 0) return;
            content = now;
            await changed(now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, e.Message);
        }
        finally
        {
            one.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} cannot be read: {Problem}; what it said before stays in force")]
    private partial void LogUnreadable(string file, string problem);
}
