using KubeSharp.Processes;
using KubeSharp.Proxy.Model;
using KubeSharp.Proxy.Shell;

namespace KubeSharp.Proxy.Iptables;

/// <summary>The rules by iptables-restore.</summary>
internal sealed class IptablesBackend(IpFamily family, ProxyOptions options, CommandRunner commands) : IRuleBackend
{
    private readonly string prefix = family == IpFamily.IPv4 ? "iptables" : "ip6tables";
    private RuleSet? written;

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancel)
    {
        var result = await commands.RunAsync(prefix, ["-w", "5", "-t", "nat", "-n", "-L", "POSTROUTING"], null, cancel).ConfigureAwait(false);
        return result.Succeeded ? null : $"{prefix}: {result.Error}";
    }

    /// <inheritdoc/>
    public async Task<string?> SyncAsync(ProxyModel model, bool full, CancellationToken cancel)
    {
        var wanted = RuleBuilder.Build(model, options);
        string text;
        if (full || written is null)
        {
            var (kernel, failure) = await ReadAsync(cancel).ConfigureAwait(false);
            if (kernel is null)
                return failure;
            text = RestoreText.Full(wanted, kernel);
        }
        else
        {
            text = RestoreText.Changes(written, wanted);
            if (text.Length == 0)
                return null;
        }

        written = null;
        if (await RestoreAsync(text, cancel).ConfigureAwait(false) is { } error)
            return error;
        written = wanted;
        return null;
    }

    /// <inheritdoc/>
    public async Task<bool> IsIntactAsync(CancellationToken cancel)
    {
        var result = await commands.RunAsync(prefix, ["-w", "5", "-t", "nat", "-n", "-L", ChainNames.Canary], null, cancel).ConfigureAwait(false);
        return result.Succeeded;
    }

    /// <inheritdoc/>
    public async Task<string?> CleanupAsync(CancellationToken cancel)
    {
        var saved = await commands.RunAsync(prefix + "-save", [], null, cancel).ConfigureAwait(false);
        if (saved.ExitCode == 127)
            return null; // Without the tool there cannot be rules of ours.
        if (!saved.Succeeded)
            return $"{prefix}-save: {saved.Error}";
        var kernel = KernelState.Parse(saved.Output);
        written = null;
        var text = RestoreText.Cleanup(kernel, ChainNames.Static.ToHashSet(StringComparer.Ordinal));
        return text.Length == 0 ? null : await RestoreAsync(text, cancel).ConfigureAwait(false);
    }

    private async Task<(KernelState? State, string? Failure)> ReadAsync(CancellationToken cancel)
    {
        var result = await commands.RunAsync(prefix + "-save", [], null, cancel).ConfigureAwait(false);
        return result.Succeeded ? (KernelState.Parse(result.Output), null) : (null, $"{prefix}-save: {result.Error}");
    }

    private async Task<string?> RestoreAsync(string text, CancellationToken cancel)
    {
        var result = await commands.RunAsync(prefix + "-restore", ["-w", "5", "--noflush", "--counters"], text, cancel).ConfigureAwait(false);
        return result.Succeeded ? null : $"{prefix}-restore: {result.Error}";
    }
}
