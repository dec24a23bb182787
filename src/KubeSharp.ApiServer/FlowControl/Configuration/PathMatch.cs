using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.FlowControl.Configuration;

/// <summary>Which requests for paths that are no resources a rule of a FlowSchema is about.</summary>
internal sealed class PathMatch(JsonObject rule)
{
    private readonly NameList verbs = new(rule, "verbs");
    private readonly NameList paths = new(rule, "nonResourceURLs");

    public bool Matches(RequestInfo request) => verbs.Has(request.Verb) && paths.HasPath(request.Path);
}
