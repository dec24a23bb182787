using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Reads the object in the body of a request: decoded, checked against the URL, defaulted, in the stored version.</summary>
internal static class DocumentReader
{
    public static async ValueTask<Result<JsonObject>> ReadAsync(ResourceRequest request, WriteOptions options)
    {
        var body = await BodyReader.ReadAsync(request.Http, request.Core.Options.MaxRequestBodyBytes, request.Cancelled);
        if (body.Error is not null) return body.Error;
        if (MediaTypeOf(request) is not { } format) return StatusError.UnsupportedMediaType(Accepted.MediaTypes);
        return Decode(request, options, body.Value, format);
    }

    /// <summary>The format of the body; null if it is none that objects are written in.</summary>
    public static OutputFormat? MediaTypeOf(ResourceRequest request)
    {
        var type = request.Http.ContentType ?? "";
        var semicolon = type.IndexOf(';');
        return (semicolon < 0 ? type : type[..semicolon]).Trim() switch
        {
            "" or Accepted.Json => OutputFormat.Json,
            Accepted.Yaml => OutputFormat.Yaml,
            Accepted.Protobuf => OutputFormat.Protobuf,
            _ => null,
        };
    }

    /// <summary>Decodes and completes an object of the requested version.</summary>
    public static Result<JsonObject> Decode(ResourceRequest request, WriteOptions options, ReadOnlyMemory<byte> body, OutputFormat format)
    {
        var definition = request.Resource.Definition;
        JsonObject document;
        try
        {
            document = JsonParser.ParseObject(body.Span);
        }
        catch (JsonSyntaxException e)
        {
            return StatusError.BadRequest($"the object provided is unrecognized (must be of type {definition.Kind}): couldn't get version/kind; json parse error: {e.Message}");
        }

        document.Remove("kind");
        document.Remove("apiVersion");
        document.Insert(0, "kind", new JsonString(definition.Kind));
        document.Insert(1, "apiVersion", new JsonString(definition.ApiVersion));
        if (!request.Resource.IsStoredVersion) document = request.Strategy.Convert(document, request.Stored.ApiVersion);
        request.Strategy.Default(document);
        return document;
    }

    /// <summary>The name and namespace in the object must be those of the URL; what it leaves out is filled in.</summary>
    public static StatusError? CheckIdentity(ResourceRequest request, JsonObject document, bool nameFromUrl)
    {
        var metadata = new Metadata(document);
        if (nameFromUrl)
        {
            if (metadata.Name.Length == 0)
            {
                return StatusError.BadRequest($"the name of the object ({request.Name} based on URL) was undeterminable: name must be provided");
            }

            if (metadata.Name != request.Name)
            {
                return StatusError.BadRequest($"the name of the object ({metadata.Name}) does not match the name on the URL ({request.Name})");
            }
        }

        if (!request.Resource.Definition.Namespaced) return null;
        if (metadata.Namespace.Length == 0) metadata.Namespace = request.Namespace;
        return metadata.Namespace == request.Namespace
            ? null
            : StatusError.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }
}
