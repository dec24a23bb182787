namespace KubeSharp.Host;

/// <summary>The cgroups of one cluster's pods, over every hierarchy that is mounted (version 1, 2 or both).</summary>
internal static class PodCgroups
{
    private const string Pods = "kubepods";

    /// <summary>Processes of all pods of the cluster whose cgroup root is <paramref name="cgroupRoot"/>.</summary>
    public static HashSet<int> Processes(string cgroupRoot)
    {
        HashSet<int> pids = [];
        foreach (var root in Roots(cgroupRoot))
        {
            foreach (var file in Directory.EnumerateFiles(root, "cgroup.procs", SearchOption.AllDirectories))
            {
                foreach (var line in ReadLines(file))
                    pids.Add(int.Parse(line));
            }
        }

        return pids;
    }

    /// <summary>Removes the (empty) cgroups; those that still hold a process stay.</summary>
    public static void Remove(string cgroupRoot)
    {
        foreach (var root in Roots(cgroupRoot))
        {
            RemoveTree(root);
            if (cgroupRoot != "/")
                RemoveTree(Path.GetDirectoryName(root)!);
        }
    }

    private static List<string> Roots(string cgroupRoot)
    {
        List<string> roots = [];
        if (!Directory.Exists("/sys/fs/cgroup"))
            return roots;
        var relative = Path.Combine(cgroupRoot.Trim('/'), Pods);
        foreach (var hierarchy in Directory.EnumerateDirectories("/sys/fs/cgroup").Append("/sys/fs/cgroup"))
        {
            var path = Path.Combine(hierarchy, relative);
            if (Directory.Exists(path) && File.Exists(Path.Combine(path, "cgroup.procs")))
                roots.Add(path);
        }

        return roots;
    }

    private static void RemoveTree(string path)
    {
        if (!Directory.Exists(path))
            return;
        foreach (var child in Directory.EnumerateDirectories(path))
            RemoveTree(child);
        try
        {
            Directory.Delete(path);
        }
        catch (IOException)
        {
            // Still in use; the caller has said what it could not stop.
        }
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
