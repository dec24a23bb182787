using System.Diagnostics;
using KubeSharp.Kubelet.Containerd;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Kubelet.Tests.RealNode;

/// <summary>A containerd of its own in a directory of its own, with a busybox image; nothing of it stays.</summary>
public sealed class ContainerdFixture : IAsyncLifetime
{
    public const string Busybox = "localhost/test/busybox:1";

    public string Directory { get; } = $"/tmp/ks{Random.Shared.Next():x}";

    public bool Usable { get; private set; }

    public ContainerdOptions Options { get; private set; } = null!;

    internal CriRuntime Runtime { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            RealNode.RequireOrSkip();
        }
        catch (Exception e) when (e.GetType().Name.Contains("Skip", StringComparison.Ordinal))
        {
            return;
        }

        Usable = true;
        Options = new ContainerdOptions
        {
            Root = $"{Directory}/root",
            State = $"{Directory}/state",
            Socket = $"{Directory}/c.sock",
            ConfigFile = $"{Directory}/config.toml",
            LogFile = $"{Directory}/containerd.log",
            CniConfigDirectory = $"{Directory}/cni",
        };
        System.IO.Directory.CreateDirectory(Options.CniConfigDirectory);
        await File.WriteAllTextAsync($"{Options.CniConfigDirectory}/10-test.conflist", CniConfig());
        var supervisor = new ContainerdSupervisor(Options, NullLoggerFactory.Instance, TimeProvider.System);
        await supervisor.StartAsync(CancellationToken.None);
        Runtime = new CriRuntime(Options.Socket, TimeSpan.FromMinutes(2));
        using var store = new ImageStore(Options.Socket);
        await store.EnsurePauseImageAsync(CancellationToken.None);
        await Run("bash", RepositoryFile("tests/images/make-busybox-image"), $"{Directory}/busybox.tar", Busybox);
        await store.ImportAsync($"{Directory}/busybox.tar", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Usable)
        {
            return;
        }

        foreach (var sandbox in await Runtime.ListPodSandboxesAsync(null, CancellationToken.None))
        {
            await Runtime.StopPodSandboxAsync(sandbox.Id, CancellationToken.None);
            await Runtime.RemovePodSandboxAsync(sandbox.Id, CancellationToken.None);
        }

        Runtime.Dispose();
        await new ContainerdSupervisor(Options, NullLoggerFactory.Instance, TimeProvider.System).StopAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private string CniConfig() =>
        $$$"""
        {"cniVersion":"0.4.0","name":"test","plugins":[
          {"type":"bridge","bridge":"cni-ks","isGateway":true,"ipMasq":false,"hairpinMode":true,
           "ipam":{"type":"host-local","dataDir":"{{{Directory}}}/ipam","ranges":[[{"subnet":"10.233.0.0/24"}]],"routes":[{"dst":"0.0.0.0/0"}]}},
          {"type":"portmap","capabilities":{"portMappings":true}}]}
        """;

    private static string RepositoryFile(string path)
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "KubeSharp.slnx")))
            {
                return Path.Combine(at, path);
            }
        }

        throw new FileNotFoundException(path);
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
