using System.Globalization;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Cgroups;

/// <summary>
/// Keeps the cgroups of pods: kubepods/CLASS/podUID, the guaranteed ones directly under kubepods, in every controller of
/// version 1 or in the one tree of version 2. Containers get theirs below, from the runtime.
/// </summary>
internal sealed class CgroupManager
{
    private static readonly string[] Controllers = ["cpu", "cpuacct", "cpuset", "memory", "pids", "devices", "freezer", "blkio", "systemd"];
    private readonly string mount;
    private readonly string root;
    private readonly bool systemd;
    private readonly long pidsLimit;
    private readonly ILogger log;

    public CgroupManager(KubeletOptions options, ILoggerFactory loggers, string mount = "/sys/fs/cgroup")
    {
        this.mount = mount;
        root = options.CgroupRoot.Trim('/');
        systemd = options.CgroupDriver == "systemd";
        pidsLimit = options.PodPidsLimit;
        log = loggers.CreateLogger<CgroupManager>();
        IsVersion2 = File.Exists(Path.Combine(mount, "cgroup.controllers"));
    }

    /// <summary>The machine has the one tree of version 2.</summary>
    public bool IsVersion2 { get; }

    /// <summary>The cgroup under which the runtime makes those of the pod's containers, in the form that the driver wants.</summary>
    public string ParentOf(Pod pod)
    {
        var parts = PartsOf(pod);
        if (!systemd)
        {
            return "/" + string.Join('/', parts);
        }

        // systemd wants the innermost slice's name, which spells out the path: kubepods-burstable-podUID.slice.
        var name = string.Join('-', parts.Select(p => p.Replace('-', '_')));
        return name + ".slice";
    }

    /// <summary>Makes the pod's cgroup and sets its values.</summary>
    public void Ensure(Pod pod)
    {
        if (systemd)
        {
            return;
        }

        try
        {
            var totals = CgroupArithmetic.PodTotals(pod);
            var parts = PartsOf(pod);
            if (IsVersion2)
            {
                EnsureVersion2(parts, totals);
            }
            else
            {
                EnsureVersion1(parts, totals);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CgroupLog.Failed(log, pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
        }
    }

    /// <summary>Removes the cgroup of a pod that has ended, processes and all.</summary>
    public void Remove(string podUid)
    {
        foreach (var tree in Trees())
        {
            foreach (var name in (ReadOnlySpan<string>)["", "burstable", "besteffort"])
            {
                Remove(new DirectoryInfo(Path.Combine(tree, root, "kubepods", name, "pod" + podUid)));
            }
        }
    }

    /// <summary>The memory that a pod uses, in bytes; 0 where that is not known.</summary>
    public long MemoryUsage(Pod pod)
    {
        var path = Path.Combine(PartsOf(pod));
        var file = IsVersion2
            ? Path.Combine(mount, path, "memory.current") : Path.Combine(mount, "memory", path, "memory.usage_in_bytes");
        try
        {
            return long.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return 0;
        }
    }

    /// <summary>The uids of pods that have a cgroup.</summary>
    public IReadOnlyCollection<string> Pods()
    {
        var uids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in Trees())
        {
            foreach (var name in (ReadOnlySpan<string>)["", "burstable", "besteffort"])
            {
                var directory = Path.Combine(tree, root, "kubepods", name);
                if (!Directory.Exists(directory))
                {
                    continue;
                }

                foreach (var pod in Directory.EnumerateDirectories(directory, "pod*"))
                {
                    uids.Add(Path.GetFileName(pod)["pod".Length..]);
                }
            }
        }

        return uids;
    }

    private string[] PartsOf(Pod pod)
    {
        var pods = root.Length == 0 ? "kubepods" : root + "/kubepods";
        var name = "pod" + pod.Metadata.Uid;
        return QosClass.Of(pod) switch
        {
            QosClass.Guaranteed => [pods, name],
            QosClass.Burstable => [pods, "burstable", name],
            _ => [pods, "besteffort", name],
        };
    }

    private IEnumerable<string> Trees()
    {
        if (IsVersion2)
        {
            yield return mount;
            yield break;
        }

        foreach (var controller in Controllers)
        {
            var tree = Path.Combine(mount, controller);
            if (Directory.Exists(tree))
            {
                yield return tree;
            }
        }
    }

    private void EnsureVersion1(string[] parts, PodResources totals)
    {
        var path = Path.Combine(parts);
        var cpu = Directory.CreateDirectory(Path.Combine(mount, "cpu", path)).FullName;
        Write(cpu, "cpu.shares", CgroupArithmetic.Shares(totals.CpuRequest));
        Write(cpu, "cpu.cfs_period_us", CgroupArithmetic.QuotaPeriod);
        Write(cpu, "cpu.cfs_quota_us", totals.CpuLimit > 0 ? CgroupArithmetic.Quota(totals.CpuLimit) : -1);
        var memory = Directory.CreateDirectory(Path.Combine(mount, "memory", path)).FullName;
        Write(memory, "memory.limit_in_bytes", totals.MemoryLimit > 0 ? totals.MemoryLimit : -1);
        if (parts.Length > 2 && parts[1] == "besteffort")
        {
            Write(Path.Combine(mount, "cpu", parts[0], parts[1]), "cpu.shares", CgroupArithmetic.Shares(0));
        }

        if (Directory.Exists(Path.Combine(mount, "pids")))
        {
            var pids = Directory.CreateDirectory(Path.Combine(mount, "pids", path)).FullName;
            File.WriteAllText(Path.Combine(pids, "pids.max"), pidsLimit > 0 ? Text(pidsLimit) : "max");
        }
    }

    private void EnsureVersion2(string[] parts, PodResources totals)
    {
        var at = mount;
        foreach (var part in parts.SelectMany(p => p.Split('/')))
        {
            // A parent must hand its controllers on before a child can use them.
            foreach (var controller in (ReadOnlySpan<string>)["cpu", "memory", "pids", "cpuset", "io", "hugetlb"])
            {
                TryWrite(at, "cgroup.subtree_control", "+" + controller);
            }

            at = Path.Combine(at, part);
            Directory.CreateDirectory(at);
        }

        foreach (var controller in (ReadOnlySpan<string>)["cpu", "memory", "pids", "cpuset", "io", "hugetlb"])
        {
            TryWrite(at, "cgroup.subtree_control", "+" + controller);
        }

        Write(at, "cpu.weight", CgroupArithmetic.Weight(CgroupArithmetic.Shares(totals.CpuRequest)));
        File.WriteAllText(
            Path.Combine(at, "cpu.max"),
            (totals.CpuLimit > 0 ? Text(CgroupArithmetic.Quota(totals.CpuLimit)) : "max") + " " + Text(CgroupArithmetic.QuotaPeriod));
        File.WriteAllText(Path.Combine(at, "memory.max"), totals.MemoryLimit > 0 ? Text(totals.MemoryLimit) : "max");
        File.WriteAllText(Path.Combine(at, "pids.max"), pidsLimit > 0 ? Text(pidsLimit) : "max");
    }

    private static void Remove(DirectoryInfo cgroup)
    {
        if (!cgroup.Exists)
        {
            return;
        }

        try
        {
            foreach (var child in cgroup.EnumerateDirectories())
            {
                Remove(child);
            }

            cgroup.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process is still ending in it: whoever cleans up next takes it.
        }
    }

    private static void Write(string cgroup, string file, long value) => File.WriteAllText(Path.Combine(cgroup, file), Text(value));

    private static void TryWrite(string cgroup, string file, string value)
    {
        try
        {
            File.WriteAllText(Path.Combine(cgroup, file), value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A controller that this kernel or parent does not have.
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
