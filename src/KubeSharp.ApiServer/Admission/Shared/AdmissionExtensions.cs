using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Shared;

/// <summary>What plugins ask of a request again and again.</summary>
internal static class AdmissionExtensions
{
    /// <summary>True if the request is about that resource (or subresource) of that group.</summary>
    public static bool IsFor(this AdmissionAttributes attributes, string group, string resource, string subresource = "") =>
        attributes.Resource.Resource == resource && attributes.Resource.Group == group && attributes.Subresource == subresource;

    /// <summary>The 403 of a plugin.</summary>
    public static StatusError Forbid(this AdmissionAttributes attributes, string why) =>
        StatusError.Forbidden(new GroupResource(attributes.Resource.Group, attributes.Resource.Resource), attributes.DisplayName(), why);

    /// <summary>The object's name, or what is known of it before it is generated.</summary>
    public static string DisplayName(this AdmissionAttributes attributes)
    {
        if (attributes.Name.Length > 0)
            return attributes.Name;
        if (attributes.Object?.FindString("metadata", "name") is { Length: > 0 } name)
            return name;
        return attributes.Object?.FindString("metadata", "generateName") is { Length: > 0 } prefix ? prefix : "Unknown";
    }

    /// <summary>The objects in a list; nothing if there is no such list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject parent, string name) => parent.GetArray(name)?.OfType<JsonObject>() ?? [];

    /// <summary>An annotation, or null.</summary>
    public static string? Annotation(this JsonObject document, string name) => document.FindString("metadata", "annotations", name);

    /// <summary>A label, or null.</summary>
    public static string? Label(this JsonObject document, string name) => document.FindString("metadata", "labels", name);
}
