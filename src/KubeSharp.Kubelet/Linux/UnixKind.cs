namespace KubeSharp.Kubelet.Linux;

/// <summary>What a path is, by the file-type bits of its mode.</summary>
internal enum UnixKind
{
    None = 0,
    Pipe = 0x1000,
    CharDevice = 0x2000,
    Directory = 0x4000,
    BlockDevice = 0x6000,
    Regular = 0x8000,
    Socket = 0xC000,
}
