using System.Text;
using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Server-side apply: the client says what it wants of an object, and owns just that.</summary>
/// <remarks>https://kubernetes.io/docs/reference/using-api/server-side-apply/</remarks>
internal sealed class ApplyPatch(ResourceRequest request, WriteOptions options, WriteContext context)
{
    // Keys of the configuration that came twice.
    private readonly List<string> repeated = [];

    public async ValueTask<StatusError?> HandleAsync(ReadOnlyMemory<byte> body)
    {
        var read = ReadConfiguration(request, body, repeated);
        if (read.Error is not null) return read.Error;
        var configuration = read.Value!;
        var create = context.Subresource.Length == 0 ? () => CreateAsync(configuration) : (Func<ValueTask<Result<JsonObject>>>?)null;
        var updated = await request.Core.Objects.UpdateAsync(context, old => new ValueTask<Result<JsonObject>>(Apply(old, configuration)), create);
        if (updated.Error is not null) return updated.Error;
        Warn(configuration);
        return await ObjectAnswerWriter.WriteAsync(request, updated.Value!.Created ? 201 : 200, updated.Value.Object);
    }

    /// <summary>The configuration in the body of a request, checked against the URL.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="repeated">Receives the keys that come twice.</param>
    public static Result<JsonObject> ReadConfiguration(ResourceRequest request, ReadOnlyMemory<byte> body, ICollection<string> repeated)
    {
        JsonObject configuration;
        try
        {
            var parsed = YamlReader.Parse(Encoding.UTF8.GetString(body.Span), repeated);
            if (parsed is not (JsonObject or JsonNull or null))
            {
                return StatusError.BadRequest(
                    $"error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {parsed.GoKind} into Go value of type map[string]interface {{}}");
            }

            configuration = parsed as JsonObject ?? new JsonObject();
        }
        catch (YamlException e)
        {
            return StatusError.BadRequest($"error decoding YAML: {e.Message}");
        }

        return DocumentReader.CheckIdentity(request, configuration.Clone(), nameFromUrl: true) is { } mismatch ? mismatch : configuration;
    }

    private void Warn(JsonObject configuration)
    {
        if (options.FieldValidation == "Ignore") return;
        foreach (var line in repeated) request.Context.AddWarning(line);
        foreach (var warning in DocumentDecoder.Decode(configuration, request.Resource.Definition.Schema).StrictErrors) request.Context.AddWarning(warning);
    }

    private async ValueTask<Result<JsonObject>> CreateAsync(JsonObject configuration)
    {
        if (await CreateRight.CheckAsync(request) is { } forbidden) return forbidden;
        var applied = Apply(null, configuration);
        if (applied.Error is not null || configuration.FindString("metadata", "uid") is not { Length: > 0 } uid) return applied;
        return StatusError.Conflict(
            request.GroupResource, request.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
    }

    private Result<JsonObject> Apply(JsonObject? old, JsonObject configuration)
    {
        var fields = request.Core.Fields.For(request.Resource, context.Subresource);
        var version = request.Resource.Definition.ApiVersion;
        JsonObject live;
        if (old is null)
        {
            live = fields.EmptyObject.Clone();
            var metadata = new Metadata(live) { Name = request.Name };
            if (request.Resource.Definition.Namespaced) metadata.Namespace = request.Namespace;
        }
        else
        {
            live = request.Resource.IsStoredVersion ? old : request.Strategy.Convert(old.Clone(), version);
        }

        var applied = fields.Apply(live, configuration, context.FieldManager, options.Force == true);
        if (applied.Error is not null) return applied.Error;
        if (options.FieldValidation == "Strict" && repeated.Count > 0)
        {
            return StatusError.BadRequest(
                "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:" + string.Concat(repeated.Select(line => "\n  " + line)));
        }

        var document = applied.Value!;
        new Metadata(document).Name = request.Name;
        if (old is not null && new Metadata(configuration.Clone()).ResourceVersion is { Length: > 0 } wanted) new Metadata(document).ResourceVersion = wanted;
        document.Set("kind", new JsonString(request.Resource.Definition.Kind));
        document.Set("apiVersion", new JsonString(version));
        document = DocumentReader.Complete(request, document);
        return DocumentReader.CheckIdentity(request, document, nameFromUrl: true) is { } mismatch ? mismatch : document;
    }
}
