using System.Globalization;
using System.Threading.Channels;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Writing;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>
/// Writes the day of the last use on secrets that hold tokens, once a day
/// (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#auto-generated-legacy-serviceaccount-token-clean-up).
/// </summary>
internal sealed class LegacyTokenUse(OwnWrites writes, TimeProvider time) : ILegacyTokenUse
{
    /// <summary>The label with the day.</summary>
    public const string Label = "kubernetes.io/legacy-token-last-used";

    // Whoever is left out today is noted at the next use.
    private readonly Channel<(string Namespace, string Name)> used = Channel.CreateBounded<(string, string)>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Today, as labels have it.</summary>
    public static string Today(TimeProvider time) => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Note(string @namespace, string name) => used.Writer.TryWrite((@namespace, name));

    /// <summary>Writes until the server stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (ns, name) in used.Reader.ReadAllAsync(cancellationToken))
            {
                var today = Today(time);
                await writes.UpdateAsync("", "secrets", ns, name, "", secret => Labelled(secret, today), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (StoreUnavailableException)
        {
            // Uses are noted again tomorrow.
        }
    }

    private static JsonObject? Labelled(JsonObject secret, string today)
    {
        var labels = secret.GetOrAddObject("metadata").GetOrAddObject("labels");
        if (labels.GetString(Label) == today) return null;
        labels.Set(Label, today);
        return secret;
    }
}
