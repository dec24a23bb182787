using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>How a refusal is worded, and what its details name. Pure.</summary>
public static class Refusal
{
    /// <summary>The 403.</summary>
    /// <param name="attributes">What was refused.</param>
    /// <param name="reason">Why, if the authorizer said; may be empty.</param>
    public static StatusError ToStatus(in AuthorizationAttributes attributes, string reason)
    {
        var why = string.IsNullOrEmpty(reason) ? "" : ": " + reason;
        if (!attributes.IsResourceRequest)
            return StatusError.Forbidden(default, "", $"User \"{attributes.User.Name}\" cannot {attributes.Verb} path \"{attributes.Path}\"{why}");
        var resource = new GroupResource(attributes.ApiGroup ?? "", attributes.Resource ?? "");
        return StatusError.Forbidden(resource, attributes.Name ?? "", Explain(attributes) + why);
    }

    /// <summary>The part that says who cannot do what and where.</summary>
    public static string Explain(in AuthorizationAttributes attributes)
    {
        var resource = string.IsNullOrEmpty(attributes.Subresource) ? attributes.Resource : $"{attributes.Resource}/{attributes.Subresource}";
        var where = string.IsNullOrEmpty(attributes.Namespace) ? "at the cluster scope" : $"in the namespace \"{attributes.Namespace}\"";
        return $"User \"{attributes.User.Name}\" cannot {attributes.Verb} resource \"{resource}\" in API group \"{attributes.ApiGroup}\" {where}";
    }
}
