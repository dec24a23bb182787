using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Routing;

/// <summary>Finds the handler for a request below /api and /apis: by resource, verb and subresource.</summary>
internal sealed class ResourceRouter(ServerCore core, Subresources subresources)
{
    // What a verb does to objects of any kind.
    private readonly Dictionary<string, IResourceHandler> verbs = new()
    {
        ["get"] = new GetHandler(),
        ["list"] = new ListHandler(),
        ["watch"] = new WatchHandler(),
        ["create"] = new CreateHandler(),
        ["update"] = new UpdateHandler(""),
        ["patch"] = new PatchHandler(""),
        ["delete"] = new DeleteHandler(),
        ["deletecollection"] = new DeleteCollectionHandler(),
    };

    /// <summary>Answers the request; false if nobody serves its group at all.</summary>
    public ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        var info = context.Info;
        var group = core.Registry.Group(info.ApiGroup);
        if (group == ServedGroup.None && info.ApiPrefix == "apis") return new(false);
        var resource = core.Registry.Find(info.ApiGroup, info.ApiVersion, info.Resource);
        var exists = resource is not null && ScopeFits(info, resource);
        if (group == ServedGroup.Custom && !exists) return new(false);
        var answering = exists ? RouteAsync(context, info, resource!) : new ValueTask<StatusError?>(StatusError.PathNotFound());
        if (!answering.IsCompletedSuccessfully) return EndAsync(context, answering);
        return answering.Result is { } error ? EndAsync(context, new(error)) : new(true);
    }

    private static async ValueTask<bool> EndAsync(RequestContext context, ValueTask<StatusError?> answering)
    {
        if (await answering is { } error) await StatusWriter.WriteAsync(context, error);
        return true;
    }

    private ValueTask<StatusError?> RouteAsync(RequestContext context, RequestInfo info, ServedResource resource)
    {
        if (info.Verb == "proxy") return new(StatusError.PathNotFound());
        if (resource.Stored?.Strategy.Deprecation is { Length: > 0 } deprecation)
        {
            context.AddWarning(deprecation);
            context.Annotate("k8s.io/deprecated", "true");
        }

        var handler = Handler(context, info, resource, out var error);
        if (handler is null) return new(error);
        var accepted = Accepted.Negotiate(context.Request, shapes: info.Verb is "get" or "list" or "watch" or "create" or "update" or "patch" or "delete", protobuf: resource.Stored is not { IsCustom: true });
        if (accepted.Error is not null && !Subresources.Streams(info.Subresource)) return new(accepted.Error);
        return handler.HandleAsync(new ResourceRequest(context, core, resource, accepted.IsOk ? accepted.Value : new Accepted(OutputFormat.Json)));
    }

    private IResourceHandler? Handler(RequestContext context, RequestInfo info, ServedResource resource, out StatusError? error)
    {
        error = null;
        if (info.Subresource.Length > 0)
        {
            // What a definition does not name is asked of the object, and not found there.
            if (resource.Stored is { IsCustom: true } custom && resource.Definition.Subresource(info.Subresource) is null)
            {
                error = StatusError.NotFound(custom.Name, info.Name);
                return null;
            }

            if (resource.Definition.Subresource(info.Subresource) is not { } subresource
                || (info.Parts.Count > 3 && info.Subresource != "proxy")
                || subresources.Find(resource.Definition, info.Subresource, info.Verb) is not { } found)
            {
                error = resource.Definition.Subresource(info.Subresource) is null || (info.Parts.Count > 3 && info.Subresource != "proxy")
                    ? StatusError.PathNotFound()
                    : StatusError.MethodNotAllowed();
                return null;
            }

            if (HttpMethods.IsHead(context.Request.Method) && info.Subresource != "proxy") error = StatusError.MethodNotAllowed();
            else if (!subresource.Verbs.Contains(info.Verb)) error = StatusError.MethodNotAllowed();
            return error is null ? found : null;
        }

        var named = info.Parts.Count > 1 && info.Parts[1].Length > 0;
        var fits = info.Verb switch
        {
            "create" or "deletecollection" => !named && (!resource.Definition.Namespaced || info.Namespace.Length > 0),
            "update" or "patch" or "delete" => named,
            _ => true,
        };
        if (!fits || HttpMethods.IsHead(context.Request.Method) || !resource.Definition.HasVerb(info.Verb)) error = StatusError.MethodNotAllowed();
        else if (resource.Stored is null) return subresources.Virtual(resource.Definition);
        else if (verbs.TryGetValue(info.Verb, out var handler)) return handler;
        error ??= StatusError.MethodNotAllowed();
        return null;
    }

    // /api/v1/namespaces/x/nodes and /api/v1/pods/x do not exist.
    private static bool ScopeFits(RequestInfo info, ServedResource resource)
    {
        if (info.Resource == "namespaces") return true;
        if (!resource.Definition.Namespaced) return info.Namespace.Length == 0;
        return info.Namespace.Length > 0 || info.Parts.Count <= 1 || info.Parts[1].Length == 0;
    }
}
