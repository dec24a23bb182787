using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Cluster;

/// <summary>What a running cluster says of itself, asked with the administrator's kubeconfig.</summary>
internal sealed class ClusterState : IDisposable
{
    private readonly KubeClient _client;

    private ClusterState(KubeClient client) => _client = client;

    /// <summary>Null while there is no kubeconfig yet.</summary>
    public static ClusterState? Open(ClusterPaths paths) => File.Exists(paths.AdminKubeconfig)
        ? new ClusterState(KubeClient.Create(KubeConfig.Load(paths.AdminKubeconfig)))
        : null;

    /// <summary>True when the API server is ready; false when it is not, or does not answer.</summary>
    public async Task<bool> ApiIsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.SendAsync(HttpMethod.Get, "/readyz", cancellationToken: cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>The nodes; empty when the API does not answer.</summary>
    public async Task<IReadOnlyList<Node>> NodesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.ListAsync<Node>(cancellationToken: cancellationToken)).Items;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or KubeApiException)
        {
            return [];
        }
    }

    /// <summary>The pods of all namespaces.</summary>
    public async Task<IReadOnlyList<Pod>> PodsAsync(CancellationToken cancellationToken) =>
        (await _client.ListAsync<Pod>(cancellationToken: cancellationToken)).Items;

    /// <summary>True when the node's kubelet reports it ready for pods.</summary>
    public static bool IsReady(Node node) => node.Status.Conditions?.Exists(c => c is { Type: "Ready", Status: "True" }) == true;

    /// <summary>Why it is not ready, in the kubelet's words.</summary>
    public static string ReasonOf(Node node) => node.Status.Conditions?.Find(c => c.Type == "Ready")?.Message ?? "the kubelet has not reported yet";

    public void Dispose() => _client.Dispose();
}
