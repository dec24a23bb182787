using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Responses;

/// <summary>Whether JSON is written for people.</summary>
internal static class PrettyPrint
{
    /// <summary>The pretty parameter decides; without it, programs that people look over the shoulder of get pretty answers.</summary>
    public static bool Wanted(HttpRequest request)
    {
        if (request.QueryString.HasValue && request.Query.TryGetValue("pretty", out var values)) return values.ToString() is "1" or "t" or "T" or "true" or "True" or "TRUE";
        var agent = request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl", StringComparison.Ordinal) || agent.StartsWith("Wget", StringComparison.Ordinal)
            || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }
}
