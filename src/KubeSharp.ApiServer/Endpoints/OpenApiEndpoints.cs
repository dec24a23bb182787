using System.Security.Cryptography;
using KubeSharp.ApiMachinery.OpenApi;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/openapi/v2, /openapi/v3 and the documents below it. Made when first asked for, made anew when resources come and go.</summary>
internal sealed class OpenApiEndpoints : IPathHandler
{
    private const string V3Prefix = "/openapi/v3/";
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string V2ProtobufDotted = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private readonly ResourceRegistry registry;
    private readonly RemoteApis others;
    private readonly AggregationProxy proxy;
    private readonly Lock making = new();
    private OpenApiPublisher? publisher;
    private long changes;
    private long made = -1;

    public OpenApiEndpoints(ResourceRegistry registry, RemoteApis others, AggregationProxy proxy)
    {
        this.registry = registry;
        this.others = others;
        this.proxy = proxy;
        registry.Changed += () => Interlocked.Increment(ref changes);
    }

    public IEnumerable<string> Paths => ["/openapi/v2", "/openapi/v3", "/openapi/v3/"];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        var path = context.Info.Path;
        if (!path.StartsWith("/openapi/", StringComparison.Ordinal)) return false;
        var documents = Current();
        if (path is "/openapi/v2" or "/openapi/v2/")
        {
            var accept = context.Request.Headers.Accept.ToString();
            var protobuf = accept.Contains(V2Protobuf, StringComparison.Ordinal) || accept.Contains(V2ProtobufDotted, StringComparison.Ordinal);
            if (!protobuf && !others.IsEmpty)
            {
                var merged = MergedOpenApi.Version2(documents.V2().Bytes.Span, others);
                await AnswerAsync(context, new OpenApiDocument(merged, Convert.ToHexString(SHA512.HashData(merged))), Accepted.Json);
                return true;
            }

            await AnswerAsync(context, protobuf ? documents.V2Protobuf() : documents.V2(), protobuf ? V2ProtobufDotted : Accepted.Json);
            return true;
        }

        if (path is "/openapi/v3" or "/openapi/v3/")
        {
            await BodyWriter.WriteAsync(context, 200, TextAnswer.PlainText, others.IsEmpty ? documents.Index() : MergedOpenApi.Index(documents.Index(), others));
            return true;
        }

        if (!path.StartsWith(V3Prefix, StringComparison.Ordinal)) return false;
        if (!others.IsEmpty && path[V3Prefix.Length..].Split('/') is ["apis", var group, var version] && others.Find(group, version) is { OpenApiUrl: not null } api)
            return await proxy.HandleAsync(context, api, path + context.Request.QueryString);
        if (documents.V3(path[V3Prefix.Length..]) is not { } document)
        {
            context.Response.StatusCode = 404;
            return true;
        }

        // A client that asks by hash may keep the answer for ever; one that asks by an old hash is shown the new one.
        var hash = context.Request.Query["hash"].ToString();
        if (hash.Length > 0 && hash != document.Hash)
        {
            context.Response.StatusCode = 301;
            context.Response.Headers.Location = $"{path}?hash={document.Hash}";
            return true;
        }

        if (hash.Length > 0)
        {
            context.Response.Headers.CacheControl = "public, immutable";
            context.Response.Headers.Expires = DateTimeOffset.UtcNow.AddYears(1).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        }

        await AnswerAsync(context, document, Accepted.Json);
        return true;
    }

    // Only the last publisher made is kept; changes in between cost a number. The number is read before the versions: a change that
    // comes while they are read makes the next request look again.
    private OpenApiPublisher Current()
    {
        lock (making)
        {
            var now = Interlocked.Read(ref changes);
            if (publisher is not null && made == now) return publisher;
            publisher = new OpenApiPublisher(registry.Versions, publisher);
            made = now;
            return publisher;
        }
    }

    private static async Task AnswerAsync(RequestContext context, OpenApiDocument document, string mediaType)
    {
        var tag = $"\"{document.Hash}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Vary = "Accept";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        await BodyWriter.WriteAsync(context, 200, mediaType, document.Bytes);
    }
}
