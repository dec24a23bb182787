using System.Threading.Channels;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.StaticPods;

/// <summary>The pods of a folder of manifests, one a file; the folder is watched, files that begin with a dot are not looked at.</summary>
internal sealed class StaticPodSource(string folder, string nodeName, PodManager pods, MirrorPods mirrors, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);
    private readonly ILogger log = loggers.CreateLogger<StaticPodSource>();
    private readonly Dictionary<string, Pod> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> complaints = new(StringComparer.Ordinal);

    /// <summary>Reads the folder now.</summary>
    public void Load(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var found = new Dictionary<string, Pod>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(file).StartsWith('.'))
            {
                continue;
            }

            try
            {
                var pod = StaticPodManifest.Parse(File.ReadAllText(file), nodeName);
                found.TryAdd(pod.Metadata.Uid!, pod);
                complaints.Remove(file);
            }
            catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
            {
                if (complaints.GetValueOrDefault(file) != e.Message)
                {
                    complaints[file] = e.Message;
                    MirrorLog.Invalid(log, file, e.Message);
                }
            }
        }

        foreach (var (uid, pod) in known.ToArray())
        {
            if (!found.ContainsKey(uid))
            {
                known.Remove(uid);
                pods.Remove(uid);
                mirrors.Unwant(pod, cancellationToken);
            }
        }

        foreach (var (uid, pod) in found)
        {
            if (known.TryAdd(uid, pod))
            {
                pods.Set(pod);
                mirrors.Want(pod, cancellationToken);
            }
        }
    }

    /// <summary>Follows the folder until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = new FileSystemWatcher(folder);
        watcher.Changed += (_, _) => changes.Writer.TryWrite(true);
        watcher.Created += (_, _) => changes.Writer.TryWrite(true);
        watcher.Deleted += (_, _) => changes.Writer.TryWrite(true);
        watcher.Renamed += (_, _) => changes.Writer.TryWrite(true);
        watcher.Error += (_, _) => changes.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;
        Load(cancellationToken);
        while (await changes.Reader.WaitToReadAsync(cancellationToken))
        {
            // An editor writes in several steps.
            await Task.Delay(Settle, time, cancellationToken);
            while (changes.Reader.TryRead(out _))
            {
            }

            Load(cancellationToken);
        }
    }
}
