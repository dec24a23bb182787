using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>A resource in one of the versions in which it is served.</summary>
/// <param name="Definition">What the version says about it.</param>
/// <param name="Stored">Where its objects lie; null for what is never stored (reviews, bindings).</param>
internal sealed record ServedResource(ResourceDefinition Definition, StoredResource? Stored)
{
    /// <summary>Whether objects are stored in this very version, so that stored bytes can be sent as they are.</summary>
    public bool IsStoredVersion { get; } =
        Stored is not null && Stored.StoredDefinition.Group == Definition.Group && Stored.StoredDefinition.Version == Definition.Version;
}
