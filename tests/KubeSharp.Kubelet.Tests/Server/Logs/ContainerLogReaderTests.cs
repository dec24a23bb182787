using System.Text;
using KubeSharp.Kubelet.Server.Logs;

namespace KubeSharp.Kubelet.Tests.Server.Logs;

public sealed class ContainerLogReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ks-logs-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "0.log");

    private static string Lines =>
        "2024-01-01T00:00:01.000000001Z stdout F one\n" +
        "2024-01-01T00:00:02Z stderr F two\n" +
        "2024-01-01T00:00:03Z stdout P thr\n" +
        "2024-01-01T00:00:03Z stdout F ee\n" +
        "garbage\n" +
        "2024-01-01T00:00:04Z stdout F \n";

    [Fact]
    public async Task The_whole_log_is_what_the_container_wrote() => Assert.Equal("one\ntwo\nthree\n\n", await ReadAsync(new LogQuery()));

    [Fact]
    public async Task Timestamps_stand_before_whole_lines() => Assert.Equal(
        "2024-01-01T00:00:01.000000001Z one\n2024-01-01T00:00:02Z two\n2024-01-01T00:00:03Z three\n2024-01-01T00:00:04Z \n",
        await ReadAsync(new LogQuery { Timestamps = true }));

    [Fact]
    public async Task Since_leaves_older_lines_out() =>
        Assert.Equal("three\n\n", await ReadAsync(new LogQuery { Since = DateTimeOffset.Parse("2024-01-01T00:00:03Z") }));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "\n")]
    [InlineData(5, "two\nthree\n\n")]
    [InlineData(50, "one\ntwo\nthree\n\n")]
    public async Task Tail_takes_the_last_lines(long lines, string expected) => Assert.Equal(expected, await ReadAsync(new LogQuery { TailLines = lines }));

    [Fact]
    public async Task A_limit_cuts_in_the_middle_of_a_line() => Assert.Equal("one\nt", await ReadAsync(new LogQuery { LimitBytes = 5 }));

    [Fact]
    public async Task One_stream_can_be_asked_for() => Assert.Equal("two\n", await ReadAsync(new LogQuery { Stream = "stderr" }));

    [Fact]
    public async Task Following_goes_over_a_rotation_and_ends_with_the_container()
    {
        await File.WriteAllTextAsync(Path, Lines, TestContext.Current.CancellationToken);
        var running = true;
        using Sink sink = new();
        var reading = new ContainerLogReader(Path, new LogQuery { Follow = true }, () => Volatile.Read(ref running), TimeProvider.System)
            .WriteToAsync(sink, TestContext.Current.CancellationToken);
        await sink.ContainsAsync("three");
        File.Move(Path, Path + ".1");
        await File.WriteAllTextAsync(Path, "2024-01-01T00:00:05Z stdout F after\n", TestContext.Current.CancellationToken);
        await sink.ContainsAsync("after");
        await File.AppendAllTextAsync(Path, "2024-01-01T00:00:06Z stdout F last\n", TestContext.Current.CancellationToken);
        Volatile.Write(ref running, false);
        await reading;
        Assert.Equal("one\ntwo\nthree\n\nafter\nlast\n", sink.Text);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> ReadAsync(LogQuery query)
    {
        await File.WriteAllTextAsync(Path, Lines, TestContext.Current.CancellationToken);
        using MemoryStream output = new();
        await new ContainerLogReader(Path, query, () => false, TimeProvider.System).WriteToAsync(output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Collects what is written and lets a test wait for a text in it.</summary>
    private sealed class Sink : MemoryStream
    {
        private readonly SemaphoreSlim _written = new(0);

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            _written.Release();
        }

        public async Task ContainsAsync(string text)
        {
            while (!Text.Contains(text))
                await _written.WaitAsync(TestContext.Current.CancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            _written.Dispose();
            base.Dispose(disposing);
        }
    }
}
