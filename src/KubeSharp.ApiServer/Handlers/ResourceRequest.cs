using KubeSharp.ApiMachinery;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>A request for a resource that exists, with a verb that it has.</summary>
/// <param name="Context">The request on its way.</param>
/// <param name="Core">What to work with.</param>
/// <param name="Resource">The resource in the version that was asked for.</param>
/// <param name="Accepted">What the answer is to be.</param>
internal sealed record ResourceRequest(RequestContext Context, ServerCore Core, ServedResource Resource, Accepted Accepted)
{
    public HttpRequest Http => Context.Request;

    /// <summary>Where the objects lie. Only asked for by handlers of what is stored.</summary>
    public StoredResource Stored => Resource.Stored ?? throw new InvalidOperationException($"{Resource.Definition.Plural} are not stored");

    public ResourceStrategy Strategy => Stored.Strategy;

    /// <summary>The namespace of the path; empty for cluster-scoped resources and for all namespaces.</summary>
    public string Namespace => Resource.Definition.Namespaced ? Context.Info.Namespace : "";

    public string Name => Context.Info.Name;

    public string Key => Stored.Key(Namespace, Name);

    /// <summary>The resource as messages name it.</summary>
    public GroupResource GroupResource => new(Resource.Definition.Group, Resource.Definition.Plural);

    public CancellationToken Cancelled => Context.Cancelled;
}
