using KubeSharp.Kubelet.Linux;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.HostPath;

/// <summary>A file or folder of the node (https://kubernetes.io/docs/concepts/storage/volumes/#hostpath).</summary>
internal sealed class HostPathPlugin : IVolumePlugin
{
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;
    private const UnixFileMode FileModeBits = (UnixFileMode)0b110_100_100;

    public string Name => "kubernetes.io~host-path";

    public bool Handles(Volume volume) => volume.HostPath is not null;

    public ValueTask<string> SetUpAsync(VolumeContext context, CancellationToken cancellationToken)
    {
        var source = context.Volume.HostPath!;
        Ensure(source.Path, source.Type ?? "");
        return ValueTask.FromResult(source.Path);
    }

    public void TearDown(string folder)
    {
        // Nothing of it is the pod's.
    }

    /// <summary>Makes the path what <paramref name="type"/> promises, or says that it is something else.</summary>
    internal static void Ensure(string path, string type)
    {
        switch (type)
        {
            case "":
                break;
            case "DirectoryOrCreate":
                if (!Path.Exists(path))
                {
                    Directory.CreateDirectory(path);
                    File.SetUnixFileMode(path, FolderMode);
                }

                Expect(Directory.Exists(path), path, "a directory");
                break;
            case "FileOrCreate":
                if (!Path.Exists(path))
                {
                    File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
                    File.SetUnixFileMode(path, FileModeBits);
                }

                Expect(IsRegular(path), path, "a file");
                break;
            case "Directory":
                Expect(Directory.Exists(path), path, "a directory");
                break;
            case "File":
                Expect(IsRegular(path), path, "a file");
                break;
            case "Socket":
                Expect(Kind(path) == UnixKind.Socket, path, "a socket file");
                break;
            case "CharDevice":
                Expect(Kind(path) == UnixKind.CharDevice, path, "a character device");
                break;
            case "BlockDevice":
                Expect(Kind(path) == UnixKind.BlockDevice, path, "a block device");
                break;
            default:
                throw new VolumeException($"hostPath type {type} is not known");
        }
    }

    private static bool IsRegular(string path) => Kind(path) == UnixKind.Regular;

    private static UnixKind Kind(string path) => FileStat.Of(path)?.Kind ?? UnixKind.None;

    private static void Expect(bool holds, string path, string what)
    {
        if (!holds)
            throw new VolumeException($"hostPath type check failed: {path} is not {what}");
    }
}
