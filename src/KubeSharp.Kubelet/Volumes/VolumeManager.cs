using KubeSharp.ApiMachinery.Values;
using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Sets up the volumes of pods under <c>ROOT/pods/UID/volumes</c>, keeps them up to date and takes them down.</summary>
internal sealed partial class VolumeManager(string rootDir, IPodObjects objects, TimeProvider time, ILogger<VolumeManager> logger)
{
    private readonly IReadOnlyList<IVolumePlugin> _plugins = VolumePlugins.Create();

    /// <summary>
    /// The path on the node of every volume of <paramref name="pod"/>, by volume name. Safe to repeat: volumes that are there are
    /// brought up to date, which is how a changed ConfigMap, Secret, label or token reaches a running pod.
    /// </summary>
    /// <exception cref="VolumeException">A volume cannot be set up now; the message names it.</exception>
    public async Task<IReadOnlyDictionary<string, string>> SetUpAsync(
        Pod pod, IReadOnlyDictionary<string, Quantity> allocatable, CancellationToken cancellationToken)
    {
        Dictionary<string, string> paths = [];
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            var plugin = _plugins.FirstOrDefault(p => p.Handles(volume))
                ?? throw new VolumeException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : no volume plugin matched");
            VolumeContext context = new()
            {
                Pod = pod,
                Volume = volume,
                Folder = VolumeFolder(pod.Metadata.Uid!, plugin, volume.Name),
                Objects = objects,
                Allocatable = allocatable,
                Time = time,
            };
            try
            {
                paths[volume.Name] = await plugin.SetUpAsync(context, cancellationToken);
            }
            catch (Exception e) when (e is VolumeException or IOException or UnauthorizedAccessException)
            {
                throw new VolumeException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}");
            }
        }

        return paths;
    }

    /// <summary>Takes down every volume of a pod and deletes its folder. The pod's containers must be gone.</summary>
    public void TearDown(string podUid)
    {
        var folder = PodFolder(podUid);
        var volumes = Path.Combine(folder, "volumes");
        if (Directory.Exists(volumes))
        {
            foreach (var plugin in _plugins)
            {
                var ofPlugin = Path.Combine(volumes, plugin.Name);
                foreach (var volume in Directory.Exists(ofPlugin) ? Directory.EnumerateDirectories(ofPlugin) : [])
                    plugin.TearDown(volume);
            }
        }

        if (Directory.Exists(folder))
        {
            // Whatever is still mounted below (a subPath of a volume just taken down) must not be deleted through.
            MountPoints.UnmountBelow(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Takes down the volumes of pods that are no longer there: what a crash in the middle of a deletion leaves.</summary>
    public void TearDownOrphans(IReadOnlySet<string> livePodUids)
    {
        var pods = Path.Combine(rootDir, "pods");
        foreach (var folder in Directory.Exists(pods) ? Directory.EnumerateDirectories(pods) : [])
        {
            var uid = Path.GetFileName(folder);
            if (livePodUids.Contains(uid))
                continue;
            try
            {
                TearDown(uid);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogOrphan(e, uid);
            }
        }
    }

    /// <summary>The folder of everything that belongs to one pod.</summary>
    public string PodFolder(string podUid) => Path.Combine(rootDir, "pods", podUid);

    private string VolumeFolder(string podUid, IVolumePlugin plugin, string volume) =>
        Path.Combine(PodFolder(podUid), "volumes", plugin.Name, volume);

    [LoggerMessage(EventId = 1, EventName = "OrphanVolumes", Level = LogLevel.Warning, Message = "the volumes of pod {Uid}, which is gone, could not be taken down")]
    private partial void LogOrphan(Exception exception, string uid);
}
