using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client;

/// <summary>Asks a server which resources it has. Form: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api.</summary>
public sealed class DiscoveryClient(KubeClient client)
{
    /// <summary>
    /// Every resource in the version its group prefers (and in another version where the preferred one lacks it). Group versions whose
    /// server does not answer are left out and named in <see cref="DiscoveryResult.Failures"/>.
    /// </summary>
    public async Task<DiscoveryResult> DiscoverAsync(CancellationToken cancellationToken = default)
    {
        var resources = new List<DiscoveredResource>();
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        var known = new HashSet<(string Group, string Plural)>();
        await AddAsync("", "v1", resources, known, failures, cancellationToken).ConfigureAwait(false);
        APIGroupList groups = KubernetesJson.Parse<APIGroupList>(
            await client.SendRawAsync(HttpMethod.Get, "/apis", cancellationToken: cancellationToken).ConfigureAwait(false));
        foreach (APIGroup group in groups.Groups)
        {
            string? preferred = group.PreferredVersion?.Version;
            if (!string.IsNullOrEmpty(preferred)) await AddAsync(group.Name, preferred, resources, known, failures, cancellationToken).ConfigureAwait(false);
            foreach (GroupVersionForDiscovery version in group.Versions)
                if (version.Version != preferred) await AddAsync(group.Name, version.Version, resources, known, failures, cancellationToken).ConfigureAwait(false);
        }

        return new DiscoveryResult(resources, failures);
    }

    private async Task AddAsync(
        string group,
        string version,
        List<DiscoveredResource> resources,
        HashSet<(string Group, string Plural)> known,
        Dictionary<string, string> failures,
        CancellationToken cancellationToken)
    {
        string name = group.Length == 0 ? version : group + "/" + version;
        APIResourceList list;
        try
        {
            string path = group.Length == 0 ? "/api/" + version : "/apis/" + name;
            list = KubernetesJson.Parse<APIResourceList>(
                await client.SendRawAsync(HttpMethod.Get, path, cancellationToken: cancellationToken).ConfigureAwait(false));
        }
        catch (KubeApiException e)
        {
            // A version that went away between two requests is no failure; a server that does not answer for it is.
            if (!e.IsNotFound) failures[name] = e.Message;
            return;
        }

        foreach (APIResource resource in list.Resources)
        {
            if (resource.Name.Contains('/') || !known.Add((group, resource.Name))) continue;
            resources.Add(new DiscoveredResource(new ResourceInfo(group, version, resource.Kind, resource.Name, resource.Namespaced), resource.Verbs));
        }
    }
}
