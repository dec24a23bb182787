using System.Runtime.InteropServices;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Gives the request its identity (the caller's, or a new one) and the headers that every answer has.</summary>
internal sealed class AuditIdFilter : IRequestFilter
{
    private const int LongestId = 64;

    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var id = context.Request.Headers["Audit-ID"].ToString();
        if (id.Length is 0 or > LongestId || id.AsSpan().ContainsAnyExceptInRange(' ', '~')) id = NewId();
        context.AuditId = id;
        var headers = context.Response.Headers;
        headers["Audit-Id"] = id;
        headers.CacheControl = "no-cache, private";
        return next(context);
    }

    // A UUID of version 4 that need not be hard to guess: asking the system for good random bytes costs more than all the rest of this filter.
    private static string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return MemoryMarshal.Read<Guid>(bytes).ToString();
    }
}
