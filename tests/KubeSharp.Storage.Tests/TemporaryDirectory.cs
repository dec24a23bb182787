namespace KubeSharp.Storage.Tests;

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kubesharp-store-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
