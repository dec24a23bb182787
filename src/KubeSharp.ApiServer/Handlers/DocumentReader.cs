using System.Text;
using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Reads the object in the body of a request: parsed, of the right kind, decoded by its schema.</summary>
internal static class DocumentReader
{
    /// <summary>An object of the resource: defaulted and in the stored version too.</summary>
    public static async ValueTask<Result<JsonObject>> ReadStoredAsync(ResourceRequest request, WriteOptions options)
    {
        var read = await DecodeAsync(request, options, BodyKind.Of(request.Resource.Definition));
        if (read.Error is not null) return read.Error;
        var document = Complete(request, read.Value!);
        request.Context.Audit?.Requested(request.Resource.IsStoredVersion ? document : request.Strategy.Convert(document.Clone(), request.Resource.Definition.ApiVersion));
        return document;
    }

    /// <summary>An object of some kind, as the caller sent it.</summary>
    public static async ValueTask<Result<JsonObject>> ReadAsync(ResourceRequest request, WriteOptions options, BodyKind kind)
    {
        var document = await DecodeAsync(request, options, kind);
        if (document.Value is { } sent) request.Context.Audit?.Requested(sent);
        return document;
    }

    private static async ValueTask<Result<JsonObject>> DecodeAsync(ResourceRequest request, WriteOptions options, BodyKind kind)
    {
        if (FormatOf(request) is not { } format) return StatusError.UnsupportedMediaType(Accepted.MediaTypes);
        var body = await BodyReader.ReadAsync(request.Http, request.Core.Options.MaxRequestBodyBytes, request.Cancelled);
        return body.Error is not null ? body.Error : Decode(request, options, kind, body.Value, format);
    }

    /// <summary>The format of the body; null if it is none that objects are written in.</summary>
    public static OutputFormat? FormatOf(ResourceRequest request)
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

    /// <summary>Defaults of the schema and of the kind; then the stored version.</summary>
    public static JsonObject Complete(ResourceRequest request, JsonObject document)
    {
        SchemaDefaults.Apply(document, request.Resource.Definition.Schema);
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

    private static Result<JsonObject> Decode(ResourceRequest request, WriteOptions options, BodyKind kind, ReadOnlyMemory<byte> body, OutputFormat format)
    {
        if (format == OutputFormat.Protobuf)
        {
            if (!KubernetesProtobuf.TryDecode(body.Span, out var value, out var fault)) return StatusError.BadRequest(fault);
            body = value.ToUtf8Bytes();
        }

        var asSent = body;
        List<string> repeated = [];
        if (format == OutputFormat.Yaml)
        {
            try
            {
                body = (YamlReader.Parse(Encoding.UTF8.GetString(body.Span), repeated) ?? JsonNull.Instance).ToUtf8Bytes();
            }
            catch (YamlException e)
            {
                return StatusError.BadRequest($"the object provided is unrecognized (must be of type {kind.Kind.Kind}): couldn't get version/kind; yaml parse error: {e.Message}");
            }
        }

        if (!RequestBody.TryParse(body.Span, kind.Kind.Kind, out var parsed, out var error)) return error;
        if (request.Resource.Stored is not { IsCustom: true } && RequestBody.VersionProblem(parsed.Document, body.Span, kind.Kind.Kind) is { } unreadable) return unreadable;
        var warnings = new List<string>();
        // Built-in kinds may be left to the path; custom ones are nothing before they have said what they are.
        var isCustom = request.Resource.Stored is { IsCustom: true } && kind.Kind.Group == request.Resource.Definition.Group;
        if (isCustom && RequestBody.KindProblem(parsed.Document, asSent.Span, kind.Kind.Kind) is { } nothing) return nothing;
        var sent = isCustom ? KindCheck.Said(parsed.Document) : KindCheck.Of(parsed.Document, kind.Kind);
        if (kind.Reads(sent.Named)) sent = new KindCheck(kind.Kind);
        if (request.Resource.Stored is { IsCustom: true } && sent.CustomProblem(kind.Kind, parsed.Document.FindString("metadata", "name") ?? "") is { } wrong) return wrong;
        var decoded = parsed.Decode(kind.Schema, sent.Named, options.Validation, warnings, repeated);
        if (decoded.Error is not null) return decoded.Error;
        if (sent.Problem(kind.Kind) is { } mismatch) return mismatch;
        foreach (var warning in warnings) request.Context.AddWarning(warning);
        var document = decoded.Value!;
        document.Remove("kind");
        document.Remove("apiVersion");
        document.Insert(0, "kind", new JsonString(kind.Kind.Kind));
        document.Insert(1, "apiVersion", new JsonString(kind.Kind.ApiVersion));
        return document;
    }
}
