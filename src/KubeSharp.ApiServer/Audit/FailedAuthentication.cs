using KubeSharp.ApiServer.Audit.Events;
using KubeSharp.ApiServer.Audit.Policies;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Requests;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Audit;

/// <summary>Has requests written down whose credentials were refused: one event, when the answer starts.</summary>
internal sealed class FailedAuthentication(AuditSink sink, TimeProvider time)
{
    private static readonly UserInfo _nobody = new() { Name = "" };

    /// <summary>To be called before the 401 is written.</summary>
    public void Note(RequestContext context)
    {
        var decision = sink.Policy.Decide(AuthorizationAttributes.FromRequest(_nobody, context.Info));
        sink.Metrics.Decided(decision.Level);
        if (decision.Level == AuditLevel.None) return;
        var trail = new AuditTrail(context, decision, time.GetUtcNow()) { User = null };
        trail.Says(new AuditedStatus { Message = Attempted(context.Http) });
        context.Audit = trail;
        context.Response.OnStarting(async () =>
        {
            trail.Code(context.Response.StatusCode);
            await sink.EnterAsync(trail, AuditStages.ResponseStarted);
        });
    }

    private static string Attempted(HttpContext http)
    {
        List<string> methods = [];
        var authorization = http.Request.Headers.Authorization.ToString().Trim();
        if (authorization.StartsWith("basic ", StringComparison.OrdinalIgnoreCase)) methods.Add("basic");
        if (authorization.StartsWith("bearer ", StringComparison.OrdinalIgnoreCase)) methods.Add("bearer");
        if (http.Request.Query["access_token"].ToString().Trim().Length > 0) methods.Add("access_token");
        if (http.Connection.ClientCertificate is not null) methods.Add("x509");
        return methods.Count == 0 ? "Authentication failed, no credentials provided" : $"Authentication failed, attempted: {string.Join(", ", methods)}";
    }
}
