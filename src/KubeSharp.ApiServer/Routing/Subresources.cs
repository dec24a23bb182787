using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;

namespace KubeSharp.ApiServer.Routing;

/// <summary>What answers each subresource, and the resources that are never stored (reviews, bindings): the one list of both.</summary>
internal sealed class Subresources
{
    private readonly Dictionary<(string Subresource, string Verb), IResourceHandler> generic = new()
    {
        [("status", "get")] = new GetHandler(),
        [("status", "update")] = new UpdateHandler("status"),
        [("status", "patch")] = new PatchHandler("status"),
        [("scale", "get")] = new ScaleHandler(),
        [("scale", "update")] = new ScaleHandler(),
        [("scale", "patch")] = new ScaleHandler(),
    };

    private readonly Dictionary<(string Group, string Plural, string Subresource, string Verb), IResourceHandler> own = [];

    private readonly Dictionary<(string Group, string Plural), IResourceHandler> unstored = [];

    /// <summary>The handler of a verb of a subresource, or null.</summary>
    public IResourceHandler? Find(ResourceDefinition resource, string subresource, string verb) =>
        own.GetValueOrDefault((resource.Group, resource.Plural, subresource, verb)) ?? generic.GetValueOrDefault((subresource, verb));

    /// <summary>The handler that creates what is answered at once and never stored, or null.</summary>
    public IResourceHandler? Virtual(ResourceDefinition resource) => unstored.GetValueOrDefault((resource.Group, resource.Plural));

    /// <summary>Whether a subresource passes bytes through: it has no format to negotiate.</summary>
    public static bool Streams(string subresource) => subresource is "exec" or "attach" or "portforward" or "proxy" or "log";

    /// <summary>Lets a handler answer some verbs of a subresource of one resource.</summary>
    public void Add(string group, string plural, string subresource, IResourceHandler handler, params ReadOnlySpan<string> verbs)
    {
        foreach (var verb in verbs) own[(group, plural, subresource, verb)] = handler;
    }

    /// <summary>Lets a handler answer creations of a resource that is never stored.</summary>
    public void AddVirtual(string group, string plural, IResourceHandler handler) => unstored[(group, plural)] = handler;
}
