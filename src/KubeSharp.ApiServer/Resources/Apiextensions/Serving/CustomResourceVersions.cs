using System.Collections.Frozen;
using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Resources.Apiextensions.Conversion;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>The versions of a definition as it is now: their schemas, which one is stored, and how objects get from one to another.</summary>
/// <param name="group">The group.</param>
/// <param name="storage">The version that is stored.</param>
/// <param name="schemas">The schema of each version.</param>
/// <param name="converter">How objects are converted.</param>
internal sealed class CustomResourceVersions(string group, string storage, IReadOnlyDictionary<string, TypeSchema> schemas, IVersionConverter converter) : IObjectVersions
{
    private readonly FrozenDictionary<string, TypeSchema> byApiVersion = schemas.ToFrozenDictionary(one => $"{group}/{one.Key}", one => one.Value, StringComparer.Ordinal);

    /// <summary>The apiVersion that is stored.</summary>
    public string StoredApiVersion { get; } = $"{group}/{storage}";

    /// <summary>How objects are converted.</summary>
    public IVersionConverter Converter => converter;

    /// <inheritdoc/>
    public TypeSchema? SchemaOf(string apiVersion) => byApiVersion.GetValueOrDefault(apiVersion);

    /// <summary>An object in another version, as those see it who own fields in it: not pruned. If the webhook does not answer it stays as it is.</summary>
    /// <remarks>Waits for the webhook: the rules of ownership are computed in one go. It happens only where managers of several versions own fields.</remarks>
    public JsonObject Convert(JsonObject source, string apiVersion)
    {
        if (source.GetString("apiVersion") == apiVersion) return source;
        var copy = source.Clone();
        if (converter is NoConversion)
        {
            copy.Set("apiVersion", new JsonString(apiVersion));
            return copy;
        }

        var converted = Task.Run(async () => await converter.ConvertAsync([copy], apiVersion, CancellationToken.None)).GetAwaiter().GetResult();
        return converted.Error is null ? converted.Value![0] : source;
    }
}
