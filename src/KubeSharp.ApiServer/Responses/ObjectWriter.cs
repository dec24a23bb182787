using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Responses;

/// <summary>Answers with one object, in the format that the client accepts.</summary>
internal static class ObjectWriter
{
    /// <summary>An object that was made for this answer.</summary>
    public static Task WriteAsync(RequestContext context, int status, JsonObject document)
    {
        var accepted = Accepted.ForError(context.Request);
        return WriteAsync(context, status, accepted, document);
    }

    /// <summary>An object in the format that was negotiated.</summary>
    public static Task WriteAsync(RequestContext context, int status, Accepted accepted, JsonObject document)
    {
        context.Audit?.Answered(document);
        var format = accepted with { Format = Formats.Possible(accepted.Format, document) };
        return BodyWriter.WriteAsync(context, status, format.ContentType, Formats.Encode(format.Format, document, PrettyPrint.Wanted(context.Request)));
    }

    /// <summary>Stored bytes as they are, unless the client wants them otherwise.</summary>
    public static Task WriteJsonAsync(RequestContext context, int status, Accepted accepted, ReadOnlyMemory<byte> json)
    {
        if (accepted.Format == OutputFormat.Json && !PrettyPrint.Wanted(context.Request))
        {
            context.Audit?.Answered(json);
            return BodyWriter.WriteAsync(context, status, Accepted.Json, json);
        }

        return WriteAsync(context, status, accepted, JsonParser.ParseObject(json.Span));
    }
}
