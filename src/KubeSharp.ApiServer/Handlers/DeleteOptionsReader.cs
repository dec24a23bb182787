using System.Text;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Writing;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Reads DeleteOptions: the body if there is one, the query otherwise.</summary>
internal static class DeleteOptionsReader
{
    /// <summary>What a deletion is asked to be, and the options as admission sees them.</summary>
    public sealed record Options(DeleteRequest Request, WriteOptions Write, JsonObject Json);

    private static readonly TypeSchema Schema = SchemaRegistry.Kubernetes.GetType("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions");

    public static async ValueTask<Result<Options>> ReadAsync(ResourceRequest request)
    {
        if (DocumentReader.FormatOf(request) is not { } format) return StatusError.UnsupportedMediaType(Accepted.MediaTypes);
        var body = await BodyReader.ReadAsync(request.Http, request.Core.Options.MaxRequestBodyBytes, request.Cancelled);
        if (body.Error is not null) return body.Error;
        var json = body.Value.Length > 0 ? Parse(body.Value, format) : FromQuery(request.Http.Query);
        if (body.Value.Length > 0 && json.Value is { } sent) request.Context.Audit?.Requested(Named(sent));
        return json.Error is not null ? json.Error : Check(json.Value!);
    }

    private static Result<JsonObject> Parse(ReadOnlyMemory<byte> body, OutputFormat format)
    {
        JsonObject? json;
        if (format == OutputFormat.Protobuf)
        {
            if (!KubernetesProtobuf.TryDecode(body.Span, out json, out var fault)) return StatusError.BadRequest(fault);
        }
        else if (format == OutputFormat.Yaml)
        {
            try
            {
                json = YamlReader.Parse(Encoding.UTF8.GetString(body.Span), []) as JsonObject ?? new JsonObject();
            }
            catch (YamlException e)
            {
                return StatusError.BadRequest($"couldn't get version/kind; yaml parse error: {e.Message}");
            }
        }
        else
        {
            if (!JsonParser.TryParse(body.Span, out var value, out var error)) return StatusError.BadRequest($"couldn't get version/kind; json parse error: {error.Message}");
            json = value as JsonObject ?? new JsonObject();
        }

        var kind = json.GetString("kind") ?? "";
        if (kind is "" or "DeleteOptions")
        {
            // A value of a wrong type must not be taken for one that is not there: more would be deleted than is meant.
            var decoded = DocumentDecoder.Decode(json, Schema);
            return decoded.Object is null ? StatusError.BadRequest(decoded.Error!) : json;
        }

        var version = json.GetString("apiVersion") is { Length: > 0 } given ? given : "meta.k8s.io/v1";
        return StatusError.BadRequest($"no kind \"{kind}\" is registered for version \"{version}\" in scheme "
            + "\"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\"");
    }

    // Options need not say what they are; an event does.
    private static JsonObject Named(JsonObject options)
    {
        var copy = options.ShallowClone();
        if (copy.Contains("kind")) return copy;
        copy.Remove("apiVersion");
        copy.Insert(0, "kind", "DeleteOptions");
        copy.Insert(1, "apiVersion", "meta.k8s.io/v1");
        return copy;
    }

    private static Result<JsonObject> FromQuery(IQueryCollection query)
    {
        var json = new JsonObject();
        if (QueryValues.Int64(query, "gracePeriodSeconds", out var grace) is { } bad) return bad;
        if (grace is { } seconds) json.Set("gracePeriodSeconds", seconds);
        if (QueryValues.Boolean(query, "orphanDependents") is { } orphan) json.Set("orphanDependents", orphan);
        if (QueryValues.Text(query, "propagationPolicy") is { Length: > 0 } policy) json.Set("propagationPolicy", policy);
        if (query.TryGetValue("dryRun", out var dry)) json.Set("dryRun", JsonArray.OfStrings(dry.OfType<string>()));
        return json;
    }

    /// <summary>Warns of what a kind does to dependents when it is not told.</summary>
    public static void Warn(ResourceRequest request, Options options)
    {
        if (options.Request.Propagation is null && request.Strategy.DeletionWarning is { Length: > 0 } warning) request.Context.AddWarning(warning);
    }

    /// <summary>Reads options that are objects already.</summary>
    public static Result<Options> Check(JsonObject json)
    {
        var errors = new ErrorList();
        var policyPath = FieldPath.Of("propagationPolicy");
        var policy = json.GetString("propagationPolicy");
        var orphan = json.GetBool("orphanDependents");
        if (policy is not null && orphan is not null)
        {
            errors.Add(FieldError.Invalid(policyPath, policy, "orphanDependents and deletionPropagation cannot be both set"));
        }

        if (policy is not (null or "Foreground" or "Background" or "Orphan"))
        {
            errors.Add(FieldError.NotSupported(policyPath, policy, "Foreground", "Background", "Orphan", "nil"));
        }

        var dry = false;
        foreach (var value in json.GetArray("dryRun") ?? [])
        {
            dry = value is JsonString { Value: "All" };
            if (dry) continue;
            errors.Add(FieldError.NotSupported(FieldPath.Of("dryRun"), json["dryRun"]!, ["All"]));
            break;
        }

        if (errors.ToStatus(new GroupKind("meta.k8s.io", "DeleteOptions"), "") is { } invalid) return invalid;
        var preconditions = json.GetObject("preconditions");
        var request = new DeleteRequest
        {
            GracePeriodSeconds = json.GetInt64("gracePeriodSeconds"),
            Uid = preconditions?.GetString("uid"),
            ResourceVersion = preconditions?.GetString("resourceVersion"),
            Propagation = policy is not null ? Enum.Parse<PropagationPolicy>(policy)
                : orphan is { } keep ? keep ? PropagationPolicy.Orphan : PropagationPolicy.Background
                : null,
        };
        return new Options(request, new WriteOptions { DryRun = dry }, json);
    }
}
