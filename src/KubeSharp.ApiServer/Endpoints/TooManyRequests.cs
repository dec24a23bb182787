using System.Globalization;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What a request is told that came when the server had too much to do: plain text, as upstream.</summary>
internal static class TooManyRequests
{
    /// <param name="context">The request.</param>
    /// <param name="seconds">When to come again.</param>
    public static Task WriteAsync(RequestContext context, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TextAnswer.WriteAsync(context, 429, "Too many requests, please try again later.\n");
    }
}
