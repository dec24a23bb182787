using System.Runtime.InteropServices;
using KubeSharp.Kubelet.Linux;

namespace KubeSharp.Kubelet.Volumes.SubPaths;

/// <summary>
/// Makes one file or directory of a volume mountable without letting the pod choose what is mounted: symbolic links that lead out
/// of the volume are refused, and what is mounted is pinned by a bind mount of an open descriptor, so that swapping a link
/// after the check changes nothing.
/// </summary>
internal static class SubPath
{
    private const UnixFileMode NewDirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The path to mount, bound at <paramref name="target"/>. Missing directories of the subPath are made.</summary>
    /// <exception cref="VolumeException">The subPath leaves the volume.</exception>
    public static string Prepare(string volume, string subPath, string target)
    {
        foreach (var part in subPath.Split('/'))
        {
            if (part == "..")
            {
                throw new VolumeException($"subPath \"{subPath}\" must not contain \"..\"");
            }
        }

        var root = RealPath(volume);
        var wanted = Path.Combine(root, subPath.TrimStart('/'));
        if (!Path.Exists(wanted))
        {
            CreateInside(root, subPath);
        }

        var real = RealPath(wanted);
        if (real != root && !real.StartsWith(root + "/", StringComparison.Ordinal))
        {
            throw new VolumeException($"subPath \"{subPath}\" is outside of the volume");
        }

        return Bind(root, real, target);
    }

    private static void CreateInside(string root, string subPath)
    {
        var at = root;
        foreach (var part in subPath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, part);
            if (!Path.Exists(at))
            {
                Directory.CreateDirectory(at, NewDirectoryMode);
            }

            at = RealPath(at);
            if (!at.StartsWith(root + "/", StringComparison.Ordinal))
            {
                throw new VolumeException($"subPath \"{subPath}\" is outside of the volume");
            }
        }
    }

    private static string Bind(string root, string real, string target)
    {
        var descriptor = OpenBelow(root, real);
        try
        {
            if (Directory.Exists(real))
            {
                Directory.CreateDirectory(target);
            }
            else
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                if (!File.Exists(target))
                {
                    File.WriteAllText(target, "");
                }
            }

            // A restarted container must see what the path means now: the old bind mount goes.
            while (Libc.Unmount(target, Libc.UnmountDetach | Libc.UnmountNoFollow) == 0)
            {
            }

            return Libc.Mount($"/proc/self/fd/{descriptor}", target, null, Libc.MountBind | Libc.MountRecursive, null) == 0
                ? target
                : throw new VolumeException($"cannot bind {real}: {Libc.LastError}");
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>Opens the path step by step, never through a symbolic link.</summary>
    private static int OpenBelow(string root, string real)
    {
        var descriptor = Libc.Open(root, Libc.OpenPath | Libc.OpenCloseOnExec, 0);
        foreach (var part in real[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = descriptor < 0 ? -1 : Libc.OpenAt(descriptor, part, Libc.OpenPath | Libc.OpenCloseOnExec | Libc.OpenNoFollow, 0);
            if (descriptor >= 0)
            {
                _ = Libc.Close(descriptor);
            }

            descriptor = next;
        }

        return descriptor >= 0 ? descriptor : throw new VolumeException($"cannot open {real}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The path without symbolic links in any of its parts.</summary>
    private static string RealPath(string path)
    {
        const int mostLinks = 40;
        var links = 0;
        var pending = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var at = "/";
        while (pending.TryPop(out var part))
        {
            if (part == ".")
            {
                continue;
            }

            if (part == "..")
            {
                at = Path.GetDirectoryName(at) ?? "/";
                continue;
            }

            var next = Path.Combine(at, part);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                at = next;
                continue;
            }

            if (++links > mostLinks)
            {
                throw new VolumeException($"too many symbolic links in {path}");
            }

            if (link.StartsWith('/'))
            {
                at = "/";
            }

            foreach (var linkPart in link.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                pending.Push(linkPart);
            }
        }

        return at;
    }
}
