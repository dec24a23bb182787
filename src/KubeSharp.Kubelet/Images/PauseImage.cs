using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.Kubelet.Images;

/// <summary>The image of pod sandboxes, made here: one layer with <see cref="PauseProgram"/>, as an OCI archive.</summary>
public static class PauseImage
{
    /// <summary>The image's name. The host part names this machine, so that nobody ever asks a registry for it.</summary>
    public const string Name = "localhost/kubesharp/pause:1";

    /// <summary>The OCI archive for this machine's processor; the same bytes every time.</summary>
    public static byte[] Archive() => Archive(RuntimeInformation.ProcessArchitecture);

    /// <summary>The OCI archive for a processor.</summary>
    public static byte[] Archive(Architecture architecture)
    {
        var layer = Tar(("pause", PauseProgram.For(architecture), Executable));
        var config = Encoding.UTF8.GetBytes(
            $$$"""
            {"architecture":"{{{(architecture == Architecture.Arm64 ? "arm64" : "amd64")}}}","os":"linux","config":{"Entrypoint":["/pause"],"User":"65535:65535"},"rootfs":{"type":"layers","diff_ids":["{{{Digest(layer)}}}"]}}
            """);
        var manifest = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{Descriptor("application/vnd.oci.image.config.v1+json", config, "")}},"layers":[{{Descriptor("application/vnd.oci.image.layer.v1.tar", layer, "")}}]}
            """);
        var annotations = $$""","annotations":{"io.containerd.image.name":"{{Name}}","org.opencontainers.image.ref.name":"{{Name}}"}""";
        var index = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{{Descriptor("application/vnd.oci.image.manifest.v1+json", manifest, annotations)}}]}
            """);
        return Tar(
            ("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray(), Readable),
            ("index.json", index, Readable),
            (BlobPath(config), config, Readable),
            (BlobPath(layer), layer, Readable),
            (BlobPath(manifest), manifest, Readable));
    }

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static string Digest(byte[] blob) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob));

    private static string BlobPath(byte[] blob) => "blobs/" + Digest(blob).Replace(':', '/');

    private static string Descriptor(string mediaType, byte[] blob, string more) =>
        $$"""{"mediaType":"{{mediaType}}","digest":"{{Digest(blob)}}","size":{{blob.Length}}{{more}}}""";

    private static byte[] Tar(params ReadOnlySpan<(string Name, byte[] Content, UnixFileMode Mode)> files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content, mode) in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    Mode = mode,
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = new MemoryStream(content, writable: false),
                });
            }
        }

        return stream.ToArray();
    }
}
