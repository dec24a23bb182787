using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Notes in metadata.managedFields who set which fields.</summary>
internal static class Ownership
{
    /// <summary>Notes what a create, update or patch changed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="manager">Who writes; empty leaves managedFields as they are.</param>
    /// <param name="subresource">The subresource that is written, or empty.</param>
    /// <param name="live">The object as it is, in the stored version; null for a new one.</param>
    /// <param name="changed">The object as it will be, in the stored version. It is changed.</param>
    public static JsonObject Note(ResourceRequest request, string manager, string subresource, JsonObject? live, JsonObject changed)
    {
        if (manager.Length == 0) return changed;
        var fields = request.Core.Fields.For(request.Resource, subresource);
        if (request.Resource.IsStoredVersion) return fields.Update(live ?? fields.EmptyObject, changed, manager);

        // Owners are noted in the version that the caller speaks.
        var version = request.Resource.Definition.ApiVersion;
        var before = live is null ? fields.EmptyObject : request.Strategy.Convert(live.Clone(), version);
        var noted = fields.Update(before, request.Strategy.Convert(changed.Clone(), version), manager);
        new Metadata(changed).Put("managedFields", noted.Find("metadata", "managedFields")?.DeepClone());
        return changed;
    }
}
