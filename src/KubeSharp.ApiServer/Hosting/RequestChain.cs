using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Authentication.Impersonation;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Requests.Filters;
using KubeSharp.ApiServer.Routing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>What every request goes through, in this order.</summary>
internal static class RequestChain
{
    public static RequestPipeline Build(
        ApiServerOptions options,
        AccessControl access,
        AuditSink? audit,
        Dispatcher dispatcher,
        RequestMetrics metrics,
        PriorityAndFairnessFilter? fairness,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken stopping) => new(
        [
            new AuditIdFilter(),
            new RequestInfoFilter(),
            new MetricsFilter(metrics, time),
            new PanicRecoveryFilter(loggers.CreateLogger<PanicRecoveryFilter>()),
            .. Goaway(options.GoawayChance),
            new StreamRateFilter(),
            new TimeoutFilter(options.RequestTimeout, time, stopping),
            new AuthenticationFilter(
                access.Authenticator, audit is null ? null : new FailedAuthentication(audit, time), metrics.Access, time, loggers.CreateLogger<AuthenticationFilter>()),
            .. Audit(audit, time),
            new ImpersonationFilter(new Impersonator(access.Authorizer)),
            fairness as IRequestFilter ?? new MaxInFlightFilter(options.MaxRequestsInflight, options.MaxMutatingRequestsInflight),
            new AuthorizationFilter(access.Authorizer, metrics.Access, time, loggers.CreateLogger<AuthorizationFilter>()),
        ],
        dispatcher.HandleAsync);

    private static IRequestFilter[] Goaway(double chance) => chance > 0 ? [new GoawayFilter(chance, Random.Shared.NextDouble)] : [];

    // Nobody pays for what is off.
    private static IRequestFilter[] Audit(AuditSink? sink, TimeProvider time) => sink is null ? [] : [new AuditFilter(sink, time)];
}
