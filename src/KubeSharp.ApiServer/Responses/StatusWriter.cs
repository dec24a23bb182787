using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Responses;

/// <summary>Answers with a Status object that says what failed.</summary>
internal static class StatusWriter
{
    public static Task WriteAsync(RequestContext context, StatusError error)
    {
        var response = context.Response;
        if (error.Details is { RetryAfterSeconds: > 0 } details)
        {
            response.Headers.RetryAfter = details.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        // A request body that nobody read is not drained: the connection is closed after the answer instead.
        return ObjectWriter.WriteAsync(context, error.Code, error.ToJson());
    }
}
