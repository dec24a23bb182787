using System.Diagnostics;

namespace KubeSharp.Host;

/// <summary>Runs one line under /bin/sh and waits for its end.</summary>
internal static class ShellCommand
{
    /// <summary>The exit code of <paramref name="script"/>, to which <paramref name="arguments"/> are $0, $1, …</summary>
    public static async Task<int> RunAsync(string script, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script, .. arguments]) { UseShellExecute = false })
            ?? throw new InvalidOperationException("/bin/sh did not start");
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
