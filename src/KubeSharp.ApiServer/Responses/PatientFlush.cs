using System.IO.Pipelines;
using KubeSharp.ApiServer.Requests;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Responses;

/// <summary>Sends what was written, and waits for a client that reads slowly, but not for ever: then its connection is cut.</summary>
internal static class PatientFlush
{
    /// <param name="output">What was written to.</param>
    /// <param name="context">The request.</param>
    /// <param name="patience">How long the client may take to read the 32 KiB or so that make room for more.</param>
    /// <param name="time">The time.</param>
    /// <param name="ending">Gives up.</param>
    public static ValueTask FlushAsync(PipeWriter output, RequestContext context, TimeSpan patience, TimeProvider time, CancellationToken ending)
    {
        var flushing = output.FlushAsync(ending);
        if (!flushing.IsCompletedSuccessfully) return WaitAsync(flushing, context.Http, patience, time);
        _ = flushing.Result;
        return default;
    }

    private static async ValueTask WaitAsync(ValueTask<FlushResult> flushing, HttpContext http, TimeSpan patience, TimeProvider time)
    {
        await using var timer = time.CreateTimer(static state => ((HttpContext)state!).Abort(), http, patience, Timeout.InfiniteTimeSpan);
        await flushing;
    }
}
