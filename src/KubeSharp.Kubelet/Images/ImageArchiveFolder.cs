using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// Loads every archive in a folder. What was loaded is remembered by content, in <c>.loaded</c> beside the archives, so that the
/// next start neither reads nor imports it again; an image that has gone since is loaded again.
/// </summary>
public sealed class ImageArchiveFolder(string folder, ImageStore store, ILoggerFactory loggers)
{
    private readonly ILogger log = loggers.CreateLogger<ImageArchiveFolder>();

    private string Memory => Path.Combine(folder, ".loaded");

    /// <summary>Loads what is new. A bad archive is named in the log and does not hold up the others.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var remembered = ReadMemory();
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in await store.ListAsync(cancellationToken))
        {
            present.UnionWith(image.Tags);
        }

        var lines = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (!IsArchive(file))
            {
                continue;
            }

            var info = new FileInfo(file);
            var stamp = $"{info.Length}-{info.LastWriteTimeUtc.Ticks}";
            var known = remembered.GetValueOrDefault(Path.GetFileName(file));
            try
            {
                var digest = known?.Stamp == stamp ? known.Digest : await DigestAsync(file, cancellationToken);
                var images = known is not null && known.Digest == digest && known.Images.All(present.Contains)
                    ? known.Images
                    : await ImportAsync(file, cancellationToken);
                lines.Add(string.Join('\t', [Path.GetFileName(file), stamp, digest, .. images]));
            }
            catch (Exception e) when (e is ImageArchiveException or IOException or UnauthorizedAccessException)
            {
                ImageLog.ArchiveFailed(log, file, e.Message);
            }
        }

        await File.WriteAllLinesAsync(Memory + ".new", lines, cancellationToken);
        File.Move(Memory + ".new", Memory, overwrite: true);
    }

    private async Task<IReadOnlyList<string>> ImportAsync(string file, CancellationToken cancellationToken)
    {
        var images = await store.ImportAsync(file, cancellationToken);
        var names = string.Join(", ", images);
        ImageLog.ArchiveLoaded(log, file, names);
        return images;
    }

    private static async Task<string> DigestAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static bool IsArchive(string file) =>
        file.EndsWith(".tar", StringComparison.Ordinal) || file.EndsWith(".tar.gz", StringComparison.Ordinal) ||
        file.EndsWith(".tgz", StringComparison.Ordinal);

    private Dictionary<string, Loaded> ReadMemory()
    {
        var memory = new Dictionary<string, Loaded>(StringComparer.Ordinal);
        if (File.Exists(Memory))
        {
            foreach (var line in File.ReadLines(Memory))
            {
                if (line.Split('\t') is [var file, var stamp, var digest, .. var images])
                {
                    memory[file] = new Loaded(stamp, digest, images);
                }
            }
        }

        return memory;
    }

    private sealed record Loaded(string Stamp, string Digest, IReadOnlyList<string> Images);
}
