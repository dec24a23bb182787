using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Gives the request its identity (the caller's, or a new one) and the headers that every answer has.</summary>
internal sealed class AuditIdFilter : IRequestFilter
{
    private const int LongestId = 64;

    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var id = context.Request.Headers["Audit-ID"].ToString();
        if (id.Length is 0 or > LongestId || id.AsSpan().ContainsAnyExceptInRange(' ', '~')) id = Guid.NewGuid().ToString();
        context.AuditId = id;
        context.Response.Headers["Audit-Id"] = id;
        context.Response.Headers.CacheControl = "no-cache, private";
        context.Response.OnStarting(
            static state =>
            {
                WriteWarnings((RequestContext)state);
                return Task.CompletedTask;
            },
            context);
        return next(context);
    }

    // RFC 7234 section 5.5: code 299, agent "-", the text quoted.
    private static void WriteWarnings(RequestContext context)
    {
        for (var i = 0; i < context.Warnings.Count; i++)
        {
            context.Response.Headers.Append("Warning", $"299 - \"{Quote(context.Warnings[i])}\"");
        }
    }

    private static string Quote(string text)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? new string([.. text.Where(c => c is >= ' ' and <= '~')]) : text;
    }
}
