using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.FlowControl.Configuration;

/// <summary>A FlowSchema, ready to be matched: which requests belong to it, and what tells its flows apart. Matching allocates nothing.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#flowschema</remarks>
internal sealed class FlowSchema
{
    private readonly FlowRule[] rules;
    private readonly string distinguisher;

    /// <param name="document">The object; read once.</param>
    public FlowSchema(JsonObject document)
    {
        var metadata = new Metadata(document);
        Name = metadata.Name;
        Uid = metadata.Uid;
        var spec = document.GetObject("spec") ?? [];
        Level = spec.FindString("priorityLevelConfiguration", "name") ?? "";
        Precedence = spec.GetInt64("matchingPrecedence") ?? 1000;
        distinguisher = spec.FindString("distinguisherMethod", "type") ?? "";
        rules = [.. (spec.GetArray("rules") ?? []).OfType<JsonObject>().Select(rule => new FlowRule(rule))];
        Document = document;
    }

    public string Name { get; }

    public string Uid { get; }

    /// <summary>The name of its priority level.</summary>
    public string Level { get; }

    /// <summary>Lower ones are asked first; among equals the name decides.</summary>
    public long Precedence { get; }

    /// <summary>The object as it was read.</summary>
    public JsonObject Document { get; }

    /// <summary>Whether a request belongs here.</summary>
    public bool Matches(RequestInfo request, UserInfo user)
    {
        foreach (var rule in rules)
        {
            if (rule.Matches(request, user)) return true;
        }

        return false;
    }

    /// <summary>What tells the request's flow from others of this schema; empty if all are one flow.</summary>
    public string Distinguish(RequestInfo request, UserInfo user) => distinguisher switch
    {
        "ByUser" => user.Name,
        "ByNamespace" => request.Namespace,
        _ => "",
    };
}
