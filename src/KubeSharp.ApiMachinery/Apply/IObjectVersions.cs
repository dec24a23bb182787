using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>Shows an object in another API version of its kind, for managers that own fields in that version.</summary>
public interface IObjectVersions
{
    /// <summary>The schema of a version; null when the kind has no such version (any more).</summary>
    TypeSchema? SchemaOf(string apiVersion);

    /// <summary>The object in that version.</summary>
    JsonObject Convert(JsonObject source, string apiVersion);
}
