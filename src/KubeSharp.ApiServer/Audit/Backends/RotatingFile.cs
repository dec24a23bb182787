using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>
/// A file that is put aside when it has grown to a size. Those put aside carry the time in their name (<c>audit-2026-01-02T15-04-05.000.log</c>) and go
/// when there are too many or they are too old.
/// </summary>
internal sealed partial class RotatingFile : IAuditLine
{
    private const long Megabyte = 1024 * 1024;
    private const string TimeFormat = "yyyy-MM-dd'T'HH-mm-ss.fff";

    private readonly Lock gate = new();
    private readonly string path;
    private readonly AuditOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly long limit;
    private FileStream? current;
    private Task tidying = Task.CompletedTask;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public RotatingFile(string path, AuditOptions options, TimeProvider time, ILogger logger)
    {
        (this.path, this.options, this.time, this.logger) = (Path.GetFullPath(path), options, time, logger);
        limit = (options.LogMaxSize > 0 ? options.LogMaxSize : 100) * Megabyte;
        Directory.CreateDirectory(Path.GetDirectoryName(this.path)!);
        current = Open();
    }

    public void Write(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            try
            {
                current ??= Open();
                if (current.CanSeek && current.Length > 0 && current.Length + line.Length + 1 > limit) Rotate();
                // In one call, so that readers never see half a line of two writers.
                byte[] whole = [.. line, (byte)'\n'];
                current!.Write(whole);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            current?.Dispose();
            current = null;
        }

        tidying.Wait();
    }

    // Nobody but the server's own user may read what people did.
    private FileStream Open() => new(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        BufferSize = 0,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private void Rotate()
    {
        current!.Dispose();
        current = null;
        if (File.Exists(path)) File.Move(path, BackupName(time.GetUtcNow()), overwrite: true);
        current = Open();
        tidying = tidying.ContinueWith(_ => Tidy(), TaskScheduler.Default);
    }

    private string BackupName(DateTimeOffset now) => Path.Combine(
        Path.GetDirectoryName(path)!,
        $"{Path.GetFileNameWithoutExtension(path)}-{now.ToString(TimeFormat, CultureInfo.InvariantCulture)}{Path.GetExtension(path)}");

    private void Tidy()
    {
        try
        {
            var backups = Backups();
            for (var i = 0; i < backups.Count; i++)
            {
                var (file, made) = backups[i];
                var tooMany = options.LogMaxBackups > 0 && i >= options.LogMaxBackups;
                var tooOld = options.LogMaxAge > 0 && time.GetUtcNow() - made > TimeSpan.FromDays(options.LogMaxAge);
                if (tooMany || tooOld) File.Delete(file);
                else if (options.LogCompress && !file.EndsWith(".gz", StringComparison.Ordinal)) Compress(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotTidied(path, e.Message);
        }
    }

    /// <summary>The files put aside, newest first.</summary>
    private List<(string File, DateTimeOffset Made)> Backups()
    {
        var (prefix, extension) = (Path.GetFileNameWithoutExtension(path) + "-", Path.GetExtension(path));
        List<(string File, DateTimeOffset Made)> result = [];
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!))
        {
            var name = Path.GetFileName(file);
            if (name.EndsWith(".gz", StringComparison.Ordinal)) name = name[..^3];
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || !name.EndsWith(extension, StringComparison.Ordinal)) continue;
            var stamp = name.AsSpan(prefix.Length, Math.Max(0, name.Length - prefix.Length - extension.Length));
            if (DateTimeOffset.TryParseExact(stamp, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made)) result.Add((file, made));
        }

        result.Sort((a, b) => b.Made.CompareTo(a.Made));
        return result;
    }

    private static void Compress(string file)
    {
        using (var source = File.OpenRead(file))
        using (var target = new FileStream(file + ".gz.tmp", new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        {
            source.CopyTo(gzip);
        }

        File.Move(file + ".gz.tmp", file + ".gz", overwrite: true);
        File.Delete(file);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Old files beside {File} could not be tidied: {Problem}")]
    private partial void LogNotTidied(string file, string problem);
}
