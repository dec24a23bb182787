namespace KubeSharp.Cel.Authorization;

/// <summary>What an expression asks the authorizer: built up by <c>authorizer.group(..).resource(..).check(..)</c> or <c>authorizer.path(..).check(..)</c>.</summary>
public sealed record CelAccessRequest
{
    /// <summary>Who asks, when not the user of the request: a service account as (namespace, name).</summary>
    public (string Namespace, string Name)? ServiceAccount { get; init; }

    /// <summary>The verb.</summary>
    public string Verb { get; init; } = "";

    /// <summary>The path of a request that is for no resource; null for a resource.</summary>
    public string? Path { get; init; }

    /// <summary>The API group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The resource.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace, or empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object's name, or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The field selector, or empty.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>The label selector, or empty.</summary>
    public string LabelSelector { get; init; } = "";
}
