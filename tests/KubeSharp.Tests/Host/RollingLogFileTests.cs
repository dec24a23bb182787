using KubeSharp.Host;

namespace KubeSharp.Tests.Host;

public sealed class RollingLogFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ks-log-");

    [Fact]
    public void It_starts_anew_at_its_limit_and_keeps_one_before()
    {
        var path = Path.Combine(_folder.FullName, "logs", "a.log");
        using (RollingLogFile log = new(path, limit: 10))
        {
            foreach (var line in new[] { "first", "second", "third", "fourth", "fifth" })
                log.WriteLine(line);
        }

        Assert.Equal("fifth\n", File.ReadAllText(path));
        Assert.Equal("third\nfourth\n", File.ReadAllText(path + ".1"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
