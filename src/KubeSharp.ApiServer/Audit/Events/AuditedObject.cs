using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Audit.Events;

/// <summary>The object that a request is about.</summary>
internal sealed record AuditedObject
{
    public required string Resource { get; init; }

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Uid { get; init; } = "";

    public string ApiGroup { get; init; } = "";

    public string ApiVersion { get; init; } = "";

    public string ResourceVersion { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>What the path says.</summary>
    public static AuditedObject From(RequestInfo info) => new()
    {
        Resource = info.Resource,
        Namespace = info.Namespace,
        Name = info.Name,
        ApiGroup = info.ApiGroup,
        ApiVersion = info.ApiVersion,
        Subresource = info.Subresource,
    };

    /// <summary>What the path leaves open is taken from the object that was sent.</summary>
    public AuditedObject Complete(JsonObject document)
    {
        if (document.GetObject("metadata") is not { } metadata) return this;
        return this with
        {
            Namespace = Or(Namespace, metadata, "namespace"),
            Name = Or(Name, metadata, "name"),
            Uid = Or(Uid, metadata, "uid"),
            ResourceVersion = Or(ResourceVersion, metadata, "resourceVersion"),
        };
    }

    private static string Or(string known, JsonObject metadata, string member) => known.Length > 0 ? known : metadata.GetString(member) ?? "";
}
