using System.Security.Cryptography;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Models.Core.V1;
using Container = KubeSharp.Models.Core.V1.Container;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>The mounts of a container: its volumes, /etc/hosts, the file for its termination message.</summary>
internal sealed class MountBuilder(KubeletOptions options, KubeletPaths paths)
{
    private const string HostsPath = "/etc/hosts";

    public void Add(
        ContainerConfig config, Pod pod, Container spec, IReadOnlyDictionary<string, string> volumes, IReadOnlyDictionary<string, string> environment)
    {
        var ownHosts = false;
        for (var i = 0; i < (spec.VolumeMounts?.Count ?? 0); i++)
        {
            var mount = spec.VolumeMounts![i];
            ownHosts |= mount.MountPath.TrimEnd('/') == HostsPath;
            config.Mounts.Add(Volume(pod, spec, mount, i, volumes, environment));
        }

        if (!ownHosts)
        {
            config.Mounts.Add(new Mount { ContainerPath = HostsPath, HostPath = Hosts(pod) });
        }

        config.Mounts.Add(new Mount
        {
            ContainerPath = spec.TerminationMessagePath ?? "/dev/termination-log",
            HostPath = TerminationMessage(pod, spec),
        });
    }

    private Mount Volume(
        Pod pod, Container spec, VolumeMount mount, int index, IReadOnlyDictionary<string, string> volumes,
        IReadOnlyDictionary<string, string> environment)
    {
        if (!volumes.TryGetValue(mount.Name, out var path))
        {
            throw new ContainerConfigException($"cannot find volume \"{mount.Name}\" to mount into container \"{spec.Name}\"");
        }

        var subPath = mount.SubPath ?? "";
        if (mount.SubPathExpr is { Length: > 0 } expression)
        {
            var missing = new List<string>();
            subPath = VariableExpansion.Expand(expression, environment.GetValueOrDefault, missing);
            if (missing.Count > 0)
            {
                throw new ContainerConfigException($"failed to expand subPath for volume mount \"{mount.Name}\": missing value for \"{missing[0]}\"");
            }
        }

        if (subPath.Length > 0)
        {
            path = SubPath(pod, spec, mount, index, path, subPath);
        }

        return new Mount
        {
            ContainerPath = mount.MountPath.StartsWith('/') ? mount.MountPath : "/" + mount.MountPath,
            HostPath = path,
            Readonly = mount.ReadOnly ?? false,
            Propagation = mount.MountPropagation switch
            {
                "HostToContainer" => MountPropagation.PropagationHostToContainer,
                "Bidirectional" => MountPropagation.PropagationBidirectional,
                _ => MountPropagation.PropagationPrivate,
            },
        };
    }

    private string SubPath(Pod pod, Container spec, VolumeMount mount, int index, string path, string subPath)
    {
        try
        {
            return Volumes.SubPaths.SubPath.Prepare(
                path, subPath, Path.Combine(paths.Pod(pod.Metadata.Uid!), "volume-subpaths", mount.Name, spec.Name, SandboxConfigBuilder.Text(index)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or VolumeException)
        {
            throw new ContainerConfigException($"failed to prepare subPath for volumeMount \"{mount.Name}\" of container \"{spec.Name}\": {e.Message}", e);
        }
    }

    private string Hosts(Pod pod)
    {
        var (host, domain) = Hostname.Of(pod, options.ClusterDomain);
        var node = pod.Spec.HostNetwork == true && File.Exists(HostsPath) ? File.ReadAllText(HostsPath) : null;
        var ips = new List<string>();
        foreach (var ip in pod.Status.PodIPs ?? [])
        {
            ips.Add(ip.Ip);
        }

        var text = HostsFile.Render(pod.Spec.HostNetwork == true ? node ?? "" : null, ips, host, domain, pod.Spec.HostAliases);
        var file = paths.EtcHosts(pod.Metadata.Uid!);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        // Written in place: running containers have this very file mounted.
        File.WriteAllText(file, text);
        return file;
    }

    private string TerminationMessage(Pod pod, Container spec)
    {
        var directory = Directory.CreateDirectory(paths.Container(pod.Metadata.Uid!, spec.Name)).FullName;
        var file = Path.Combine(directory, RandomNumberGenerator.GetHexString(8, lowercase: true));
        File.WriteAllText(file, "");

        // Whatever user the container runs as may write it.
        File.SetUnixFileMode(
            file,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead |
            UnixFileMode.OtherWrite);
        return file;
    }
}
