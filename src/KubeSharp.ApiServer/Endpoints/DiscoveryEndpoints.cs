using System.Security.Cryptography;
using KubeSharp.ApiMachinery.Discovery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/api, /apis and what is below down to the resources of a version: what the server serves.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api</remarks>
internal sealed class DiscoveryEndpoints(ResourceRegistry registry, RemoteApis others, Func<string> serverAddress) : IPathHandler
{
    // Ours, and those of other servers, which hide ours of the same name.
    private IReadOnlyList<GroupVersionDefinition> Versions => others.IsEmpty
        ? registry.Versions
        : DiscoveryOrder.Sort([.. registry.Versions.Where(version => others.Find(version.Group, version.Version) is null), .. others.All.Select(api => api.Definition)]);

    public IEnumerable<string> Paths
    {
        get
        {
            yield return "/api";
            yield return "/api/v1";
            yield return "/apis";
            yield return "/apis/";
            foreach (var version in Versions.Where(version => version.Group.Length > 0))
            {
                yield return $"/apis/{version.Group}";
                yield return $"/apis/{version.ApiVersion}";
            }
        }
    }

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        var path = context.Info.Path.TrimEnd('/');
        if (path is not ("/api" or "/apis") && !path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/apis/", StringComparison.Ordinal)) return false;
        var parts = path.Split('/');
        var versions = Versions;
        switch (parts)
        {
            case [_, "api" or "apis"]:
                if (!HttpMethods.IsGet(context.Request.Method)) await StatusWriter.WriteAsync(context, StatusError.MethodNotAllowed());
                else await RootAsync(context, parts[1] == "api", versions);
                return true;
            case [_, "apis", var group]:
                if (DiscoveryDocuments.Group(group, versions) is not { } document) return false;
                await WriteAsync(context, document);
                return true;
            case [_, "api", var version]:
                await VersionAsync(context, "", version, versions);
                return true;
            case [_, "apis", var group, var version]:
                if (registry.Group(group) is var kind && kind == ServedGroup.None) return false;
                // Of a group that definitions alone make, what is not served is no path at all.
                if (kind == ServedGroup.Custom && !versions.Any(one => one.Group == group && one.Version == version)) return false;
                await VersionAsync(context, group, version, versions);
                return true;
            case [_, "api", ..]:
                await StatusWriter.WriteAsync(context, StatusError.PathNotFound());
                return true;
            default:
                return false;
        }
    }

    private async Task RootAsync(RequestContext context, bool core, IReadOnlyList<GroupVersionDefinition> versions)
    {
        if (AggregatedVersion(context.Request) is not { } aggregated)
        {
            await WriteAsync(context, core ? DiscoveryDocuments.CoreVersions(serverAddress()) : DiscoveryDocuments.Groups(versions));
            return;
        }

        var document = DiscoveryDocuments.Aggregated(versions, core, aggregated);
        var tag = $"\"{Convert.ToHexString(SHA512.HashData(document))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Vary = "Accept";
        context.Response.Headers.CacheControl = "public";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        var type = $"application/json;g=apidiscovery.k8s.io;v={aggregated};as=APIGroupDiscoveryList";
        await BodyWriter.WriteAsync(context, 200, type, document);
    }

    private static async Task VersionAsync(RequestContext context, string group, string version, IReadOnlyList<GroupVersionDefinition> versions)
    {
        foreach (var known in versions)
        {
            if (known.Group != group || known.Version != version) continue;
            await WriteAsync(context, DiscoveryDocuments.Resources(known));
            return;
        }

        await StatusWriter.WriteAsync(context, StatusError.PathNotFound());
    }

    // The first clause of Accept that can be served decides.
    private static string? AggregatedVersion(HttpRequest request)
    {
        foreach (var clause in request.Headers.Accept.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            var parameters = clause.Split(';', StringSplitOptions.TrimEntries);
            if (parameters[0] is not ("application/json" or "*/*")) continue;
            if (!parameters.Contains("as=APIGroupDiscoveryList")) return null;
            if (!parameters.Contains("g=apidiscovery.k8s.io")) continue;
            if (parameters.Contains("v=v2")) return "v2";
            if (parameters.Contains("v=v2beta1")) return "v2beta1";
        }

        return null;
    }

    private static Task WriteAsync(RequestContext context, byte[] document) =>
        ObjectWriter.WriteJsonAsync(context, 200, Accepted.ForError(context.Request), document);
}
