using System.Diagnostics;
using System.Globalization;

namespace KubeSharp.Kubelet.Containerd;

/// <summary>Finds and launches the daemon's process. Its id is kept beside its socket; a recycled id is told apart by the command line.</summary>
internal sealed class ContainerdProcess(ContainerdOptions options)
{
    private string PidFile => options.Socket + ".pid";

    /// <summary>The id of the running daemon that uses our configuration file, or null.</summary>
    public int? Find()
    {
        try
        {
            var id = int.Parse(File.ReadAllText(PidFile), NumberStyles.None, CultureInfo.InvariantCulture);
            var arguments = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
            var ours = Array.IndexOf(arguments, options.ConfigFile) > 0;
            return ours && !IsZombie(id) ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return null;
        }
    }

    public void Forget() => File.Delete(PidFile);

    /// <summary>Starts the daemon detached, its output appended to the log file.</summary>
    public int Launch()
    {
        // A shell opens the log file, because a .NET process can only give its child pipes, which break when it dies.
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            ArgumentList =
            {
                "-c", "exec setsid \"$1\" --config \"$2\" </dev/null >>\"$3\" 2>&1", "sh",
                Resolve(), options.ConfigFile, options.LogFile,
            },
        };
        start.Environment.Remove("NOTIFY_SOCKET");
        try
        {
            using var child = Process.Start(start)!;
            File.WriteAllText(PidFile, child.Id.ToString(CultureInfo.InvariantCulture));
            return child.Id;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ContainerdException($"cannot start containerd: {e.Message}", e);
        }
    }

    private string Resolve()
    {
        if (options.Executable.Contains('/', StringComparison.Ordinal))
        {
            return File.Exists(options.Executable)
                ? options.Executable
                : throw new ContainerdException($"there is no containerd at {options.Executable}");
        }

        var path = Environment.GetEnvironmentVariable("PATH") + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (var directory in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = Path.Combine(directory, options.Executable);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new ContainerdException($"{options.Executable} is not installed (looked in {path})");
    }

    private static bool IsZombie(int id)
    {
        // The state follows the command name, which stands in parentheses and may itself contain some.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var end = stat.LastIndexOf(')');
        return stat[end + 2] == 'Z';
    }
}
