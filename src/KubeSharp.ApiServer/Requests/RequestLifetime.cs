using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests;

/// <summary>The end of a request as one token: the client is gone, the server stops, or the time is over.</summary>
internal sealed class RequestLifetime : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration aborted;
    private readonly CancellationTokenRegistration stopped;

    public RequestLifetime(HttpContext http, RequestLimit? limit, CancellationToken stopping)
    {
        source = limit is { } some ? new CancellationTokenSource(some.Left, some.Time) : new CancellationTokenSource();
        Token = source.Token;
        aborted = http.RequestAborted.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
        stopped = stopping.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        // In this order: nobody cancels the source any more once it is disposed of.
        aborted.Dispose();
        stopped.Dispose();
        source.Dispose();
    }
}
