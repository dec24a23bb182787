using System.Text.Json;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Models;

/// <summary>An API object: anything with a kind and object metadata.</summary>
public interface IKubernetesObject
{
    /// <summary>The group and version, such as "apps/v1".</summary>
    string? ApiVersion { get; set; }

    /// <summary>The kind, such as "Deployment".</summary>
    string? Kind { get; set; }

    /// <summary>The object's metadata; never null.</summary>
    ObjectMeta Metadata { get; }

    /// <summary>Writes the object as JSON.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
