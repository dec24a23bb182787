using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Makes the circumstances of a write from a request.</summary>
internal static class WriteContexts
{
    // A manager's name that comes from the User-Agent is cut at the first slash, as upstream does.
    private const int LongestManager = 128;

    public static WriteContext For(ResourceRequest request, WriteOptions options, string optionsKind, string subresource, string? name = null, string? ns = null) => new()
    {
        Resource = request.Stored,
        Subresource = subresource,
        Namespace = ns ?? request.Namespace,
        Name = name ?? request.Name,
        Version = request.Resource.Definition.Version,
        RequestedResource = new(request.Resource.Definition.Group, request.Resource.Definition.Version, request.Resource.Definition.Plural),
        User = request.Context.User,
        Time = request.Core.Time,
        DryRun = options.DryRun,
        FieldManager = ManagerOf(request, options.FieldManager),
        Admission = request.Core.Admission,
        Options = options.ToJson(optionsKind),
        AddWarning = request.Context.AddWarning,
        AddAnnotation = request.Context.Annotate,
        Cancelled = request.Cancelled,
    };

    private static string ManagerOf(ResourceRequest request, string named)
    {
        if (named.Length > 0) return named;
        var agent = request.Http.Headers.UserAgent.ToString();
        var slash = agent.IndexOf('/');
        if (slash >= 0) agent = agent[..slash];
        if (agent.Length > LongestManager) agent = agent[..LongestManager];
        return new string([.. agent.Where(c => c is >= ' ' and <= '~')]);
    }
}
