using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Routing;

/// <summary>Answers some paths that are no resources.</summary>
internal interface IPathHandler
{
    /// <summary>The paths it answers, for the list at /.</summary>
    IEnumerable<string> Paths { get; }

    /// <summary>Answers, or says that the path is not its own.</summary>
    ValueTask<bool> TryHandleAsync(RequestContext context);
}
