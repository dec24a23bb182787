using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Responses;
using KubeSharp.Storage;
using KubeSharp.Storage.Transform;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Turns what goes wrong inside into an answer (500, 503, 504) and one line of log; one request's fault stays its own.</summary>
internal sealed partial class PanicRecoveryFilter(ILogger<PanicRecoveryFilter> logger) : IRequestFilter
{
    public async Task InvokeAsync(RequestContext context, RequestStep next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.Http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
        }
        catch (Exception e) when (context.Response.HasStarted)
        {
            if (e is not OperationCanceledException) LogLate(e, context.Request.Method, context.Info.Path);
            context.Http.Abort();
        }
        catch (OperationCanceledException)
        {
            await StatusWriter.WriteAsync(context, StatusError.Timeout(TooLate(context.Info), 0));
        }
        catch (Exception e)
        {
            if (e is StoreUnavailableException) LogStore(context.Request.Method, context.Info.Path, e.Message);
            else if (e is StoredValueException) LogValue(context.Request.Method, context.Info.Path, e.Message);
            else if (e is not BadHttpRequestException) LogFault(e, context.Request.Method, context.Info.Path);
            await StatusWriter.WriteAsync(context, FaultAnswers.For(e));
        }
    }

    // Writes give up by themselves when their time is over, everything else is given up on.
    private static string TooLate(RequestInfo info) => info.IsResourceRequest && !info.IsReadOnly
        ? "request did not complete within requested timeout - context deadline exceeded"
        : "request did not complete within the allotted timeout";

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFault(Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed after the answer had begun; the connection is cut")]
    private partial void LogLate(Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path}: a stored value cannot be used: {Problem}")]
    private partial void LogValue(string method, string path, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path}: the store is not available: {Problem}")]
    private partial void LogStore(string method, string path, string problem);
}
