namespace KubeSharp.Storage.Snapshots;

/// <summary>A saved copy of an embedded store.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Taken">When it was completed.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SnapshotInfo(string Path, DateTimeOffset Taken, long Bytes)
{
    /// <summary>The file's name without its ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}
