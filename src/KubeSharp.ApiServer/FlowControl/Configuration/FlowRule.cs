using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.FlowControl.Configuration;

/// <summary>One rule of a FlowSchema: some subjects and some requests.</summary>
internal sealed class FlowRule
{
    private readonly FlowSubject[] subjects;
    private readonly ResourceMatch[] resources;
    private readonly PathMatch[] paths;

    public FlowRule(JsonObject rule)
    {
        subjects = [.. (rule.GetArray("subjects") ?? []).OfType<JsonObject>().Select(FlowSubject.Read)];
        resources = [.. (rule.GetArray("resourceRules") ?? []).OfType<JsonObject>().Select(item => new ResourceMatch(item))];
        paths = [.. (rule.GetArray("nonResourceRules") ?? []).OfType<JsonObject>().Select(item => new PathMatch(item))];
    }

    public bool Matches(RequestInfo request, UserInfo user) => (request.IsResourceRequest ? IsResource(request) : IsPath(request)) && IsSubject(user);

    private bool IsSubject(UserInfo user)
    {
        foreach (var subject in subjects)
        {
            if (subject.Matches(user)) return true;
        }

        return false;
    }

    private bool IsResource(RequestInfo request)
    {
        foreach (var resource in resources)
        {
            if (resource.Matches(request)) return true;
        }

        return false;
    }

    private bool IsPath(RequestInfo request)
    {
        foreach (var path in paths)
        {
            if (path.Matches(request)) return true;
        }

        return false;
    }
}
