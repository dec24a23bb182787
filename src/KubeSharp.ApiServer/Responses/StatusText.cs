using System.Text;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Responses;

/// <summary>Errors as plain text, where upstream answers so: those of filters that could not do their work.</summary>
internal static class StatusText
{
    /// <summary>500.</summary>
    public static Task InternalErrorAsync(RequestContext context, string why)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var text = $"Internal Server Error: {GoText.Quote(context.Request.Path + context.Request.QueryString)}: {why}\n";
        return BodyWriter.WriteAsync(context, 500, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
    }
}
