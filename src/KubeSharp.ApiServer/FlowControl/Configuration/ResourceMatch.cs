using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.FlowControl.Configuration;

/// <summary>Which requests for resources a rule of a FlowSchema is about.</summary>
internal sealed class ResourceMatch(JsonObject rule)
{
    private readonly NameList verbs = new(rule, "verbs");
    private readonly NameList groups = new(rule, "apiGroups");
    private readonly NameList resources = new(rule, "resources");
    private readonly NameList namespaces = new(rule, "namespaces");
    private readonly bool clusterScope = rule.GetBool("clusterScope") == true;

    public bool Matches(RequestInfo request) =>
        verbs.Has(request.Verb) && groups.Has(request.ApiGroup) && resources.HasResource(request.Resource, request.Subresource)
        && (request.Namespace.Length == 0 ? clusterScope : namespaces.Has(request.Namespace));
}
