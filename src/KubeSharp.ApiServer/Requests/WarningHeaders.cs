using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests;

/// <summary>Warnings as headers: RFC 7234 section 5.5, code 299, agent "-", the text quoted.</summary>
internal static class WarningHeaders
{
    public static void Write(RequestContext context)
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
