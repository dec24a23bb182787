using System.IO.Compression;
using System.Text;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Audit.Backends;
using KubeSharp.ApiServer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.ApiServer.Tests.Audit;

public sealed class RotatingFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesharp-audit-").FullName;
    private readonly SettableTime time = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_full_file_is_put_aside_and_the_oldest_go()
    {
        var path = Path.Combine(folder, "audit.log");
        var line = Encoding.UTF8.GetBytes(new string('x', 700_000));
        using (var file = new RotatingFile(path, new AuditOptions { LogMaxSize = 1, LogMaxBackups = 2, LogCompress = true }, time, NullLogger.Instance))
        {
            for (var i = 0; i < 5; i++)
            {
                file.Write(line);
                time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        Assert.Equal(line.Length + 1, new FileInfo(path).Length);
        var backups = Directory.GetFiles(folder, "audit-*").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["audit-2026-06-01T12-03-00.000.log.gz", "audit-2026-06-01T12-04-00.000.log.gz"], backups);
        using var zipped = new GZipStream(File.OpenRead(Path.Combine(folder, backups[0]!)), CompressionMode.Decompress);
        using var text = new StreamReader(zipped);
        Assert.Equal(line.Length + 1, text.ReadToEnd().Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}
