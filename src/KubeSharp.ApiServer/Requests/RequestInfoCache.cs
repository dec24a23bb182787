using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests;

/// <summary>
/// What recent paths meant. Components ask for the same things again and again (leases, statuses, lists), and looking a path up costs a tenth of taking it
/// apart. A fixed number of places, each overwritten by whoever comes later: bounded, and without a lock.
/// </summary>
internal sealed class RequestInfoCache
{
    private const int Places = 512;
    private const int LongestPath = 200;
    private readonly Entry?[] entries = new Entry?[Places];

    /// <summary>What a request means.</summary>
    public RequestInfo Get(HttpRequest request)
    {
        var path = request.Path.Value;
        if (path is null || path.Length > LongestPath) return RequestInfoParser.Parse(request);
        var method = request.Method;
        var hasQuery = request.QueryString.HasValue;
        ref var place = ref entries[(path.GetHashCode(StringComparison.Ordinal) + method.Length) & (Places - 1)];
        if (Volatile.Read(ref place) is { } entry && entry.Path == path && entry.Method == method && (entry.WithAnyQuery || !hasQuery)) return entry.Info;
        var info = RequestInfoParser.Parse(request);
        // The query decides between list and watch, and names the selectors of collections; the meaning of one object's path does not depend on it.
        var withAnyQuery = info.IsResourceRequest && info.Verb is "get" or "update" or "patch" or "delete" or "create" && info.Name.Length > 0;
        if (withAnyQuery || !hasQuery) Volatile.Write(ref place, new Entry(path, method, withAnyQuery, info));
        return info;
    }

    private sealed record Entry(string Path, string Method, bool WithAnyQuery, RequestInfo Info);
}
