using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>What an authorizer is asked: may this user do this to that.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authorization/</remarks>
public readonly record struct AuthorizationAttributes
{
    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>A Kubernetes verb (get, list, watch, create, ...) for a resource, the HTTP method in lower case otherwise.</summary>
    public required string Verb { get; init; }

    /// <summary>False for paths that are no objects, such as /healthz: then only <see cref="Path"/> and <see cref="Verb"/> count.</summary>
    public bool IsResourceRequest { get; init; }

    /// <summary>The API group; empty for the core group.</summary>
    public string ApiGroup { get; init; }

    /// <summary>The API version, for instance <c>v1</c>.</summary>
    public string ApiVersion { get; init; }

    /// <summary>The namespace, empty for cluster-scoped requests and for all namespaces.</summary>
    public string Namespace { get; init; }

    /// <summary>The resource in plural, lower case, for instance <c>pods</c>.</summary>
    public string Resource { get; init; }

    /// <summary>The subresource, for instance <c>status</c>, or empty.</summary>
    public string Subresource { get; init; }

    /// <summary>The name of the object, or empty.</summary>
    public string Name { get; init; }

    /// <summary>The path of the request.</summary>
    public string Path { get; init; }

    /// <summary>The raw field selector of a list, watch or deletecollection request, or empty.</summary>
    public string FieldSelector { get; init; }

    /// <summary>The raw label selector of a list, watch or deletecollection request, or empty.</summary>
    public string LabelSelector { get; init; }

    /// <summary>The question that the request itself poses.</summary>
    public static AuthorizationAttributes FromRequest(UserInfo user, RequestInfo request) => new()
    {
        User = user,
        Verb = request.Verb,
        IsResourceRequest = request.IsResourceRequest,
        ApiGroup = request.ApiGroup,
        ApiVersion = request.ApiVersion,
        Namespace = request.Namespace,
        Resource = request.Resource,
        Subresource = request.Subresource,
        Name = request.Name,
        Path = request.Path,
        FieldSelector = request.FieldSelector,
        LabelSelector = request.LabelSelector,
    };
}
