using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>Writes of the server's own parts: no admission, noted in managedFields under the part's name.</summary>
internal sealed class OwnWrites(ResourceRegistry registry, ObjectStore objects, ObjectDeleter deleter, FieldManagers fields, TimeProvider time)
{
    /// <summary>The manager of what the server makes by itself.</summary>
    public const string Manager = "kube-apiserver";

    /// <summary>Creates an object; <paramref name="document"/> is changed.</summary>
    public ValueTask<Result<StoredObject>> CreateAsync(string group, string plural, JsonObject document, CancellationToken cancellationToken, string manager = Manager)
    {
        var resource = Find(group, plural);
        resource.Strategy.Default(document);
        var metadata = new Metadata(document);
        var managed = fields.For(Served(resource), "");
        return objects.CreateAsync(
            Context(resource, metadata.Namespace, "", "", manager, cancellationToken), managed.Update(managed.EmptyObject, document, manager));
    }

    /// <summary>Changes an object until nobody interferes.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="plural">The resource.</param>
    /// <param name="ns">The namespace, or empty.</param>
    /// <param name="name">The name.</param>
    /// <param name="subresource">The subresource to write through, or empty.</param>
    /// <param name="change">Makes the object that is wanted of a copy of the one that is there; null if nothing is to be done.</param>
    /// <param name="cancellationToken">Ends with the server.</param>
    /// <param name="manager">Who owns what is changed.</param>
    public ValueTask<Result<UpdateResult>> UpdateAsync(
        string group, string plural, string ns, string name, string subresource, Func<JsonObject, JsonObject?> change, CancellationToken cancellationToken, string manager = Manager) =>
        UpdateAsync(group, plural, ns, name, subresource, present => new ValueTask<JsonObject?>(change(present)), cancellationToken, manager);

    /// <summary>
    /// The same, for a change that looks around first: what it finds then is at least as new as the object, and if somebody writes that meanwhile, it looks again.
    /// </summary>
    /// <inheritdoc cref="UpdateAsync(string, string, string, string, string, Func{JsonObject, JsonObject?}, CancellationToken, string)" />
    public ValueTask<Result<UpdateResult>> UpdateAsync(
        string group, string plural, string ns, string name, string subresource, Func<JsonObject, ValueTask<JsonObject?>> change, CancellationToken cancellationToken, string manager = Manager)
    {
        var resource = Find(group, plural);
        var managed = fields.For(Served(resource), subresource);
        return objects.UpdateAsync(
            Context(resource, ns, name, subresource, manager, cancellationToken),
            async present =>
            {
                var live = present.Clone();
                return await change(present) is { } changed ? managed.Update(live, changed, manager) : live;
            });
    }

    /// <summary>Applies a configuration (server-side apply) to an object that is there.</summary>
    public ValueTask<Result<UpdateResult>> ApplyAsync(
        string group, string plural, string ns, string name, string subresource, JsonObject configuration, string manager, CancellationToken cancellationToken)
    {
        var resource = Find(group, plural);
        var managed = fields.For(Served(resource), subresource);
        return objects.UpdateAsync(
            Context(resource, ns, name, subresource, manager, cancellationToken), present => new(managed.Apply(present, configuration, manager, force: true)));
    }

    /// <summary>Deletes an object, if it still is the one with this UID.</summary>
    public async ValueTask<StatusError?> DeleteAsync(string group, string plural, string ns, string name, string? uid, CancellationToken cancellationToken) =>
        (await deleter.DeleteAsync(Context(Find(group, plural), ns, name, "", "", cancellationToken), new DeleteRequest { Uid = uid })).Error;

    private StoredResource Find(string group, string plural) =>
        registry.FindStored(group, plural) ?? throw new InvalidOperationException($"{plural} are not served");

    private ServedResource Served(StoredResource resource) =>
        registry.Find(resource.StoredDefinition.Group, resource.StoredDefinition.Version, resource.StoredDefinition.Plural)
        ?? throw new InvalidOperationException($"{resource.StoredDefinition.Plural} are not served");

    private WriteContext Context(StoredResource resource, string ns, string name, string subresource, string manager, CancellationToken cancellationToken) => new()
    {
        Resource = resource,
        Namespace = ns,
        Name = name,
        Subresource = subresource,
        User = UserInfo.Loopback,
        Time = time,
        FieldManager = manager,
        Cancelled = cancellationToken,
    };
}
