using System.Text;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client;

public sealed partial class KubeClient
{
    /// <summary>Reads one object.</summary>
    /// <param name="ns">Its namespace; null for a kind without namespaces.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<T> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => GetAsync<T>(T.Resource, ns, name, cancellationToken);

    /// <summary>Reads one object of an explicitly given resource; with <see cref="PartialObjectMetadata"/>, of any resource.</summary>
    public Task<T> GetAsync<T>(ResourceInfo resource, string? ns, string name, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> =>
        SendObjectAsync<T>(HttpMethod.Get, ResourcePaths.Object(resource, ns, name), null, JsonMediaType, cancellationToken);

    /// <summary>Reads one object, or null when there is none.</summary>
    public async Task<T?> FindAsync<T>(string? ns, string name, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
    {
        try
        {
            return await GetAsync<T>(ns, name, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads one page of a collection (all of it without <see cref="ListQuery.Limit"/>).</summary>
    /// <param name="ns">The namespace; null for all namespaces.</param>
    /// <param name="options">What to select.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<KubeList<T>> ListAsync<T>(string? ns = null, ListQuery? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => ListAsync<T>(T.Resource, ns, options, cancellationToken);

    /// <summary>Reads one page of a collection of an explicitly given resource.</summary>
    public async Task<KubeList<T>> ListAsync<T>(
        ResourceInfo resource, string? ns = null, ListQuery? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
    {
        string accept = typeof(T) == typeof(PartialObjectMetadata) ? MetadataOnly.AcceptList : JsonMediaType;
        string path = ResourcePaths.WithQuery(ResourcePaths.Collection(resource, ns), options, watch: false);
        byte[] answer = await SendRawAsync(HttpMethod.Get, path, null, accept: accept, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ListReader.Read<T>(answer);
    }

    /// <summary>Reads a collection page by page and joins the pages; all belong to one revision.</summary>
    public async Task<KubeList<T>> ListAllAsync<T>(
        ResourceInfo resource, string? ns = null, ListQuery? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
    {
        ListQuery query = options ?? ListQuery.Default;
        if (query.Limit is null) query = query with { Limit = 500 };
        KubeList<T> page = await ListAsync<T>(resource, ns, query, cancellationToken).ConfigureAwait(false);
        List<T> items = page.Items;
        while (page.Continue is { } next)
        {
            // The first page fixed the revision; a continued request must not name one.
            ListQuery following = query with { Continue = next, ResourceVersion = null, ResourceVersionMatch = null };
            page = await ListAsync<T>(resource, ns, following, cancellationToken).ConfigureAwait(false);
            items.AddRange(page.Items);
        }

        return page with { Items = items };
    }

    /// <summary>Stores a new object; the namespace is the one in its metadata.</summary>
    public Task<T> CreateAsync<T>(T item, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
    {
        string path = ResourcePaths.Collection(T.Resource, Namespace<T>(item));
        return SendObjectAsync<T>(
            HttpMethod.Post, ResourcePaths.WithQuery(path, options), KubernetesJson.ToUtf8Bytes(item), JsonMediaType, cancellationToken);
    }

    /// <summary>Replaces an object. With a resourceVersion in it, only if nobody changed it since (else <see cref="KubeApiException.IsConflict"/>).</summary>
    public Task<T> UpdateAsync<T>(T item, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => PutAsync(item, null, options, cancellationToken);

    /// <summary>Replaces only the status of an object.</summary>
    public Task<T> UpdateStatusAsync<T>(T item, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => PutAsync(item, "status", options, cancellationToken);

    /// <summary>Changes part of an object.</summary>
    /// <param name="ns">Its namespace; null for a kind without namespaces.</param>
    /// <param name="name">Its name.</param>
    /// <param name="patch">The change.</param>
    /// <param name="subresource">For example <c>status</c>; null for the object itself.</param>
    /// <param name="options">Query parameters.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<T> PatchAsync<T>(
        string? ns, string name, KubePatch patch, string? subresource = null, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => PatchAsync<T>(T.Resource, ns, name, patch, subresource, options, cancellationToken);

    /// <summary>Changes part of an object of an explicitly given resource.</summary>
    public Task<T> PatchAsync<T>(
        ResourceInfo resource,
        string? ns,
        string name,
        KubePatch patch,
        string? subresource = null,
        WriteOptions? options = null,
        CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
    {
        string path = ResourcePaths.WithQuery(ResourcePaths.Object(resource, ns, name, subresource), options);
        return SendObjectAsync<T>(HttpMethod.Patch, path, patch.Body, patch.ContentType, cancellationToken);
    }

    /// <summary>Deletes an object, or marks it for deletion when it has finalizers or a grace period.</summary>
    public Task DeleteAsync<T>(string? ns, string name, DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => DeleteAsync(T.Resource, ns, name, options, cancellationToken);

    /// <summary>Deletes an object of any resource.</summary>
    public Task DeleteAsync(
        ResourceInfo resource, string? ns, string name, DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        SendRawAsync(HttpMethod.Delete, ResourcePaths.Object(resource, ns, name), Body(options), cancellationToken: cancellationToken);

    /// <summary>Deletes all objects that <paramref name="list"/> selects in a namespace (null: everywhere).</summary>
    public Task DeleteCollectionAsync(
        ResourceInfo resource,
        string? ns,
        ListQuery? list = null,
        DeleteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        string path = ResourcePaths.WithQuery(ResourcePaths.Collection(resource, ns), list, watch: false);
        return SendRawAsync(HttpMethod.Delete, path, Body(options), cancellationToken: cancellationToken);
    }

    /// <summary>Reads a subresource that is an object of its own, such as <c>scale</c>.</summary>
    public Task<TResult> GetSubresourceAsync<T, TResult>(string? ns, string name, string subresource, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
        where TResult : class, IKubernetesObject<TResult> =>
        SendObjectAsync<TResult>(HttpMethod.Get, ResourcePaths.Object(T.Resource, ns, name, subresource), null, JsonMediaType, cancellationToken);

    /// <summary>Replaces a subresource that is an object of its own, such as <c>scale</c>, <c>finalize</c> or <c>approval</c>.</summary>
    public Task<TBody> UpdateSubresourceAsync<T, TBody>(
        string? ns, string name, string subresource, TBody body, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
        where TBody : class, IKubernetesObject<TBody>
    {
        string path = ResourcePaths.WithQuery(ResourcePaths.Object(T.Resource, ns, name, subresource), options);
        return SendObjectAsync<TBody>(HttpMethod.Put, path, KubernetesJson.ToUtf8Bytes(body), JsonMediaType, cancellationToken);
    }

    /// <summary>Posts to a subresource whose answer is of no interest: <c>binding</c>, <c>eviction</c>.</summary>
    public Task CreateSubresourceAsync<T, TBody>(
        string? ns, string name, string subresource, TBody body, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
        where TBody : class, IJsonModel<TBody>
    {
        string path = ResourcePaths.WithQuery(ResourcePaths.Object(T.Resource, ns, name, subresource), options);
        return SendRawAsync(HttpMethod.Post, path, KubernetesJson.ToUtf8Bytes(body), cancellationToken: cancellationToken);
    }

    /// <summary>Posts to a subresource that answers with an object: <c>token</c>.</summary>
    public Task<TResult> CreateSubresourceAsync<T, TBody, TResult>(
        string? ns, string name, string subresource, TBody body, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
        where TBody : class, IJsonModel<TBody>
        where TResult : class, IKubernetesObject<TResult>
    {
        string path = ResourcePaths.WithQuery(ResourcePaths.Object(T.Resource, ns, name, subresource), options);
        return SendObjectAsync<TResult>(HttpMethod.Post, path, KubernetesJson.ToUtf8Bytes(body), JsonMediaType, cancellationToken);
    }

    /// <summary>Reads any path as text, for example <c>/version</c> or <c>/readyz?verbose</c>.</summary>
    public async Task<string> GetTextAsync(string pathAndQuery, CancellationToken cancellationToken = default) =>
        Encoding.UTF8.GetString(await SendRawAsync(HttpMethod.Get, pathAndQuery, accept: "*/*", cancellationToken: cancellationToken).ConfigureAwait(false));

    private Task<T> PutAsync<T>(T item, string? subresource, WriteOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T>
    {
        string path = ResourcePaths.Object(T.Resource, Namespace<T>(item), item.Metadata.Name ?? "", subresource);
        return SendObjectAsync<T>(
            HttpMethod.Put, ResourcePaths.WithQuery(path, options), KubernetesJson.ToUtf8Bytes(item), JsonMediaType, cancellationToken);
    }

    private static string? Namespace<T>(T item)
        where T : class, IKubernetesObject<T>
    {
        if (!T.Resource.Namespaced) return null;
        return string.IsNullOrEmpty(item.Metadata.Namespace)
            ? throw new ArgumentException($"{T.Resource.Plural} live in namespaces, but the object names none", nameof(item))
            : item.Metadata.Namespace;
    }

    private static ReadOnlyMemory<byte>? Body(DeleteOptions? options) =>
        options is null ? null : (ReadOnlyMemory<byte>)KubernetesJson.ToUtf8Bytes(options);
}
