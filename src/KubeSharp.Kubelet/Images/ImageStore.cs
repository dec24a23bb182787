using System.Diagnostics;
using System.IO.Compression;
using KubeSharp.Kubelet.Cri;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// What <c>kubesharp images</c> does: import archives, list, remove. Importing runs <c>ctr</c>, which comes with containerd and
/// knows every form of archive; names imported are pinned, so that garbage collection of images spares them.
/// </summary>
public sealed class ImageStore(string socket) : IDisposable
{
    private const string Pinned = "io.cri-containerd.pinned=pinned";
    private readonly CriRuntime runtime = new(socket, TimeSpan.FromMinutes(2));

    /// <inheritdoc/>
    public void Dispose() => runtime.Dispose();

    /// <summary>Imports an archive (OCI layout or docker, plain or gzip) and answers the names of its images.</summary>
    /// <exception cref="ImageArchiveException">The file is missing, no archive, or cannot be imported.</exception>
    public async Task<IReadOnlyList<string>> ImportAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await ImportAsync(stream, file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageArchiveException($"cannot read {file}: {e.Message}", e);
        }
    }

    /// <summary>Imports an archive from a seekable stream; <paramref name="name"/> stands in messages.</summary>
    public async Task<IReadOnlyList<string>> ImportAsync(Stream archive, string name, CancellationToken cancellationToken)
    {
        var zipped = archive.ReadByte() == 0x1F && archive.ReadByte() == 0x8B;
        archive.Position = 0;
        await using var content = zipped ? new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true) : archive;
        var (code, output, errors) = await CtrAsync(content, ["images", "import", "-"], cancellationToken);
        if (code != 0)
        {
            throw new ImageArchiveException($"cannot import {name}: {LastLine(errors)}");
        }

        var images = new List<string>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // "unpacking NAME (DIGEST)...done"
            if (line.StartsWith("unpacking ", StringComparison.Ordinal) && line.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end)
            {
                images.Add(line["unpacking ".Length..end]);
            }
        }

        if (images.Count == 0)
        {
            throw new ImageArchiveException($"{name} holds no image with a name: tag it before saving it");
        }

        foreach (var image in images)
        {
            await CtrAsync(null, ["images", "label", image, Pinned, "io.cri-containerd.image=managed"], cancellationToken);
        }

        return images;
    }

    /// <summary>The images on this node, in order of name.</summary>
    public async Task<IReadOnlyList<StoredImageInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var pinned = await runtime.PinnedImageNamesAsync(cancellationToken);
        var list = new List<StoredImageInfo>();
        foreach (var image in await runtime.ListImagesAsync(cancellationToken))
        {
            list.Add(new StoredImageInfo(
                [.. image.RepoTags], [.. image.RepoDigests], image.Id, (long)image.Size, image.Pinned || image.RepoTags.Any(pinned.Contains)));
        }

        list.Sort((a, b) => string.CompareOrdinal(a.Tags.FirstOrDefault(a.Id), b.Tags.FirstOrDefault(b.Id)));
        return list;
    }

    /// <summary>Removes an image by name or id. False: there is none.</summary>
    public async Task<bool> RemoveAsync(string image, CancellationToken cancellationToken)
    {
        if (await runtime.ImageStatusAsync(image, cancellationToken) is null)
        {
            return false;
        }

        await runtime.RemoveImageAsync(image, cancellationToken);
        return true;
    }

    /// <summary>Makes sure that the pause image is there.</summary>
    public async Task EnsurePauseImageAsync(CancellationToken cancellationToken)
    {
        if (await runtime.ImageStatusAsync(PauseImage.Name, cancellationToken) is null)
        {
            using var archive = new MemoryStream(PauseImage.Archive());
            await ImportAsync(archive, PauseImage.Name, cancellationToken);
        }
    }

    private static string LastLine(string text)
    {
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "no reason given";
        return line.StartsWith("ctr: ", StringComparison.Ordinal) ? line["ctr: ".Length..] : line;
    }

    private async Task<(int Code, string Output, string Errors)> CtrAsync(
        Stream? input, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("ctr")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["--address", UnixSocketChannel.PathOf(socket), "-n", ContainerdCalls.KubernetesNamespace, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ImageArchiveException($"cannot run ctr, which comes with containerd: {e.Message}", e);
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                if (input is not null)
                {
                    await input.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
                }

                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended early: its own words say why.
            }

            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }

            return (process.ExitCode, await output, await errors);
        }
    }
}
