using System.Text;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Plain text answers.</summary>
internal static class TextAnswer
{
    public const string PlainText = "text/plain; charset=utf-8";

    public static Task WriteAsync(RequestContext context, int status, string text)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return BodyWriter.WriteAsync(context, status, PlainText, Encoding.UTF8.GetBytes(text));
    }
}
