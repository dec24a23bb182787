using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Audit.Events;
using KubeSharp.ApiServer.Audit.Policies;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Responses;
using KubeSharp.Storage;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Has what is asked and answered written down, as the policy says. Stands behind authentication and before impersonation.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/</remarks>
internal sealed class AuditFilter(AuditSink sink, TimeProvider time) : IRequestFilter
{
    // Slower answers carry their time in the log.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);

    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var decision = sink.Policy.Decide(AuthorizationAttributes.FromRequest(context.User, context.Info));
        sink.Metrics.Decided(decision.Level);
        if (decision.Level == AuditLevel.None) return next(context);
        var trail = new AuditTrail(context, decision, time.GetUtcNow());
        context.Audit = trail;
        return RunAsync(context, trail, next);
    }

    private async Task RunAsync(RequestContext context, AuditTrail trail, RequestStep next)
    {
        if (!await sink.EnterAsync(trail, AuditStages.RequestReceived))
        {
            await StatusText.InternalErrorAsync(context, "failed to store audit event");
            return;
        }

        var started = false;
        context.Response.OnStarting(async () =>
        {
            started = true;
            trail.Code(context.Response.StatusCode);
            if (context.IsLongRunning) await sink.EnterAsync(trail, AuditStages.ResponseStarted);
        });
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            await FailAsync(context, trail, e);
            throw;
        }

        if (!started && !context.Response.HasStarted) await ClosedEarlyAsync(context, trail);
        Measure(trail);
        await sink.EnterAsync(trail, AuditStages.ResponseComplete);
    }

    // The answer is made of the fault further out; it is known already what it will be.
    private async ValueTask FailAsync(RequestContext context, AuditTrail trail, Exception fault)
    {
        if (fault is OperationCanceledException or StoreUnavailableException or BadHttpRequestException)
        {
            if (!context.Response.HasStarted) trail.Fail(FaultAnswers.For(fault));
            await sink.EnterAsync(trail, AuditStages.ResponseComplete);
            return;
        }

        trail.Says(new AuditedStatus { Status = "Failure", Reason = "InternalError", Message = $"APIServer panic'd: {fault.Message}", Code = 500 });
        await sink.EnterAsync(trail, AuditStages.Panic);
    }

    private async ValueTask ClosedEarlyAsync(RequestContext context, AuditTrail trail)
    {
        var early = new AuditedStatus { Status = "Success", Message = "Connection closed early", Code = 200 };
        if (trail.Status is null && context.IsLongRunning)
        {
            trail.Says(early);
            await sink.EnterAsync(trail, AuditStages.ResponseStarted);
        }

        if (trail.Status is null) trail.Says(early);
    }

    private void Measure(AuditTrail trail)
    {
        var taken = time.GetUtcNow() - trail.Received;
        if (taken > Slow) trail.Annotate("apiserver.latency.k8s.io/total", GoDuration.Format(taken));
    }
}
