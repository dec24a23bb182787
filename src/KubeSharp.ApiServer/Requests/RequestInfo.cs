namespace KubeSharp.ApiServer.Requests;

/// <summary>What the URL and method of a request mean: computed once, read by every filter after.</summary>
public sealed record RequestInfo
{
    /// <summary>Whether the path names a resource (below /api or /apis/group/version); otherwise it is a path such as /healthz.</summary>
    public bool IsResourceRequest { get; init; }

    /// <summary>The path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>get, list, watch, create, update, patch, delete, deletecollection; for other paths the method in lower case.</summary>
    public required string Verb { get; init; }

    /// <summary><c>api</c> or <c>apis</c>; empty if the path is neither.</summary>
    public string ApiPrefix { get; init; } = "";

    /// <summary>The API group, empty for the core group.</summary>
    public string ApiGroup { get; init; } = "";

    /// <summary>The API version.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>The namespace; for the resource <c>namespaces</c> itself the name of the object; empty for cluster scope and all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The resource in plural.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The name of the object; for lists and watches the one that a metadata.name field selector asks for.</summary>
    public string Name { get; init; } = "";

    /// <summary>The parts of the path from the resource on: resource, name, subresource, and whatever follows it (proxy paths).</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>The raw field selector of a list, watch or deletecollection request.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>The raw label selector of a list, watch or deletecollection request.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>Where requests of this meaning are counted, once that is known.</summary>
    internal RequestSeries? Series { get; set; }

    /// <summary>Why the URL cannot be understood at all; empty for nearly every one.</summary>
    public string Fault { get; init; } = "";

    /// <summary>Whether the request changes nothing.</summary>
    public bool IsReadOnly => Verb is "get" or "list" or "watch";
}
