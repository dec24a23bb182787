using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>All webhooks of one kind of configuration, ordered by the name of the configuration and by their place in it; kept up to date.</summary>
internal sealed class WebhookConfigurations : IObjectObserver
{
    private readonly SortedDictionary<string, AdmissionWebhook[]> configurations = new(StringComparer.Ordinal);
    private readonly Func<string, WebhookCredentials>? credentials;
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile AdmissionWebhook[] all = [];

    /// <summary>Begins to watch.</summary>
    /// <param name="objects">Where the configurations are.</param>
    /// <param name="resource">mutatingwebhookconfigurations or validatingwebhookconfigurations.</param>
    /// <param name="credentials">Who the server is to a host; null for nobody.</param>
    public WebhookConfigurations(IObjectLister objects, string resource, Func<string, WebhookCredentials>? credentials)
    {
        this.credentials = credentials;
        objects.Observe("admissionregistration.k8s.io", resource, this);
    }

    /// <summary>The webhooks now.</summary>
    public AdmissionWebhook[] All => all;

    /// <summary>Completes when all that is stored is known.</summary>
    public Task Synced => synced.Task;

    /// <inheritdoc/>
    public void OnSet(string @namespace, string name, JsonObject document)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        List<AdmissionWebhook> webhooks = [];
        foreach (var item in document.GetArray("webhooks") ?? [])
        {
            if (item is not JsonObject webhook) continue;
            var key = webhook.GetString("name") ?? "";
            seen[key] = seen.TryGetValue(key, out var count) ? count + 1 : 0;
            webhooks.Add(new AdmissionWebhook(name, webhook, seen[key], credentials));
        }

        configurations[name] = [.. webhooks];
        Publish();
    }

    /// <inheritdoc/>
    public void OnDeleted(string @namespace, string name)
    {
        configurations.Remove(name);
        Publish();
    }

    /// <inheritdoc/>
    public void OnSynced() => synced.TrySetResult();

    private void Publish() => all = [.. configurations.Values.SelectMany(webhooks => webhooks)];
}
