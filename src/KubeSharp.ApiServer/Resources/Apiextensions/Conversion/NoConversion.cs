using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Conversion;

/// <summary>Strategy None: versions differ in apiVersion only.</summary>
internal sealed class NoConversion : IVersionConverter
{
    /// <inheritdoc/>
    public ValueTask<Result<IReadOnlyList<JsonObject>>> ConvertAsync(IReadOnlyList<JsonObject> objects, string apiVersion, CancellationToken cancellationToken)
    {
        foreach (var item in objects) item.Set("apiVersion", new JsonString(apiVersion));
        return new(Result<IReadOnlyList<JsonObject>>.Ok(objects));
    }
}
