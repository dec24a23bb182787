using KubeSharp.Processes;
using KubeSharp.Proxy.Model;
using KubeSharp.Proxy.Shell;

namespace KubeSharp.Proxy.Nftables;

/// <summary>The rules by nft, in a table of our own that no other program touches.</summary>
internal sealed class NftablesBackend(IpFamily family, ProxyOptions options, CommandRunner commands) : IRuleBackend
{
    private readonly string table = NftBuilder.FamilyName(family);
    private NftRules? written;

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancel)
    {
        var result = await commands.RunAsync("nft", ["list", "tables", table], null, cancel).ConfigureAwait(false);
        return result.Succeeded ? null : "nft: " + result.Error;
    }

    /// <inheritdoc/>
    public async Task<string?> SyncAsync(ProxyModel model, bool full, CancellationToken cancel)
    {
        var wanted = NftBuilder.Build(model, options);
        var text = full || written is null || NftText.NeedsFull(written, wanted) ? NftText.Full(wanted) : NftText.Changes(written, wanted);
        if (text.Length == 0)
            return null;
        written = null;
        var result = await commands.RunAsync("nft", ["-f", "-"], text, cancel).ConfigureAwait(false);
        if (!result.Succeeded)
            return "nft: " + result.Error;
        written = wanted;
        return null;
    }

    /// <inheritdoc/>
    public async Task<bool> IsIntactAsync(CancellationToken cancel)
    {
        var result = await commands.RunAsync("nft", ["list", "chain", table, NftBuilder.Table, "services"], null, cancel).ConfigureAwait(false);
        return result.Succeeded;
    }

    /// <inheritdoc/>
    public async Task<string?> CleanupAsync(CancellationToken cancel)
    {
        written = null;
        var listed = await commands.RunAsync("nft", ["list", "tables", table], null, cancel).ConfigureAwait(false);
        if (listed.ExitCode == 127)
            return null; // Without the tool there cannot be rules of ours.
        if (!listed.Output.Contains($"table {table} {NftBuilder.Table}\n", StringComparison.Ordinal))
            return null;
        var result = await commands.RunAsync("nft", ["delete", "table", table, NftBuilder.Table], null, cancel).ConfigureAwait(false);
        return result.Succeeded ? null : "nft: " + result.Error;
    }
}
