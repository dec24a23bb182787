using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Conversion;

/// <summary>Brings custom objects from one version into another.</summary>
internal interface IVersionConverter
{
    /// <summary>The objects in a version, in the same order.</summary>
    /// <param name="objects">Objects of other versions. They may be changed and answered.</param>
    /// <param name="apiVersion">The version wanted, with the group.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    ValueTask<Result<IReadOnlyList<JsonObject>>> ConvertAsync(IReadOnlyList<JsonObject> objects, string apiVersion, CancellationToken cancellationToken);
}
