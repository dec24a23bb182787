using System.Text;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Kubelet.Volumes.Common;

namespace KubeSharp.Kubelet.Tests.Volumes;

public sealed class AtomicWriterTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("ks-atomic-").FullName;

    [Fact]
    public void Files_appear_under_their_names_and_follow_a_change()
    {
        Write(Noon, ("a", "1"), ("sub/b", "2"));
        Assert.Equal("1", Read("a"));
        Assert.Equal("2", Read("sub/b"));
        Assert.StartsWith("..data/", new FileInfo(Path.Combine(_folder, "a")).LinkTarget);

        Write(Noon.AddSeconds(1), ("a", "3"));
        Assert.Equal("3", Read("a"));
        Assert.False(Path.Exists(Path.Combine(_folder, "sub")));
        Assert.Single(Directory.EnumerateDirectories(_folder, "..2*"));
    }

    [Fact]
    public void The_same_files_again_change_nothing()
    {
        Write(Noon, ("a", "1"));
        var before = new FileInfo(Path.Combine(_folder, "..data")).LinkTarget;
        Write(Noon.AddSeconds(1), ("a", "1"));
        Assert.Equal(before, new FileInfo(Path.Combine(_folder, "..data")).LinkTarget);
    }

    [Fact]
    public void No_files_leave_an_empty_volume()
    {
        Write(Noon, ("a", "1"));
        Write(Noon.AddSeconds(1));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder), e => !Path.GetFileName(e).StartsWith("..", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a/../../x")]
    [InlineData("..data")]
    public void A_path_out_of_the_volume_is_refused(string path) => Assert.Throws<VolumeException>(() => Write(Noon, (path, "1")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(DateTimeOffset now, params (string Path, string Text)[] files) =>
        AtomicWriter.Write(_folder, files.ToDictionary(f => f.Path, f => new FileEntry(Encoding.UTF8.GetBytes(f.Text), 0b110_100_100)), group: null, now);

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder, path));
}
