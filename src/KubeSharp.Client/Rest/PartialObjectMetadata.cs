using System.Text.Json;
using KubeSharp.ApiMachinery;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client;

/// <summary>
/// Any object, reduced to its identity and metadata. Asking for this kind makes the server send only that, so a process can watch
/// every resource there is, custom ones too, without holding their contents.
/// See https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches.
/// </summary>
public sealed class PartialObjectMetadata : IKubernetesObject<PartialObjectMetadata>
{
    /// <summary>The answer format that makes a server reduce an object.</summary>
    public const string AcceptObject = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /// <summary>The answer format that makes a server reduce a list.</summary>
    public const string AcceptList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    /// <inheritdoc/>
    public static ResourceInfo Resource { get; } = new("meta.k8s.io", "v1", "PartialObjectMetadata", "partialobjectmetadata", true);

    /// <inheritdoc/>
    public string? ApiVersion { get; set; } = "meta.k8s.io/v1";

    /// <inheritdoc/>
    public string? Kind { get; set; } = "PartialObjectMetadata";

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; set; } = new();

    /// <summary>Reads the object the reader stands at the beginning of, ignoring all but identity and metadata.</summary>
    public static PartialObjectMetadata Read(ref Utf8JsonReader reader)
    {
        var result = new PartialObjectMetadata();
        if (reader.TokenType == JsonTokenType.None) reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("an object was expected");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("apiVersion"u8))
            {
                reader.Read();
                result.ApiVersion = reader.GetString();
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                reader.Read();
                result.Kind = reader.GetString();
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                result.Metadata = ObjectMeta.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (ApiVersion is not null) writer.WriteString("apiVersion"u8, ApiVersion);
        if (Kind is not null) writer.WriteString("kind"u8, Kind);
        writer.WritePropertyName("metadata"u8);
        Metadata.WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public PartialObjectMetadata DeepCopy() => new() { ApiVersion = ApiVersion, Kind = Kind, Metadata = Metadata.DeepCopy() };

    /// <summary>Same identity and metadata.</summary>
    public bool Equals(PartialObjectMetadata? other) =>
        other is not null && ApiVersion == other.ApiVersion && Kind == other.Kind && Metadata.Equals(other.Metadata);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PartialObjectMetadata other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ApiVersion, Kind, Metadata.Uid);
}
