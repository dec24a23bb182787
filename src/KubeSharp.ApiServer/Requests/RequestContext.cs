using KubeSharp.ApiServer.Audit.Events;
using KubeSharp.ApiServer.Authentication;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests;

/// <summary>One request on its way through the filters: what each of them found out, for those after it.</summary>
/// <remarks>Belongs to one request and is touched by one filter at a time.</remarks>
internal sealed class RequestContext(HttpContext http)
{
    private static readonly RequestInfo Unread = new() { Path = "/", Verb = "" };
    private List<string>? warnings;
    private RequestLifetime? lifetime;
    private List<KeyValuePair<string, string>>? early;

    /// <summary>The request and the answer as Kestrel has them.</summary>
    public HttpContext Http { get; } = http;

    public HttpRequest Request => Http.Request;

    public HttpResponse Response => Http.Response;

    /// <summary>What method and path mean; set by <see cref="Filters.RequestInfoFilter"/>.</summary>
    public RequestInfo Info { get; set; } = Unread;

    /// <summary>Who asks, after impersonation; set by <see cref="Filters.AuthenticationFilter"/>.</summary>
    public UserInfo User { get; set; } = UserInfo.Anonymous;

    /// <summary>The identity of the request in audit and in the Audit-Id header.</summary>
    public string AuditId { get; set; } = "";

    /// <summary>Ends when the client is gone, the server stops, or the time for the request is over.</summary>
    /// <remarks>Made when first asked for: most reads are answered from memory and never wait for anything that could be cancelled.</remarks>
    public CancellationToken Cancelled => (lifetime ??= new RequestLifetime(Http, Limit, Stopping)).Token;

    /// <summary>When the request has to be answered; null if there is no limit. Set by <see cref="Filters.TimeoutFilter"/>.</summary>
    public RequestLimit? Limit { get; set; }

    /// <summary>Ends when the server stops. Set by <see cref="Filters.TimeoutFilter"/>.</summary>
    public CancellationToken Stopping { get; set; }

    /// <summary>The longest this request may take, for those that are no watch and no stream; null if there is no limit.</summary>
    public TimeSpan? Timeout => Limit?.Duration;

    /// <summary>Whether the request may go on for hours: watches, exec, attach, logs, port-forward, proxy.</summary>
    public bool IsLongRunning { get; set; }

    /// <summary>What is being written down about the request; null if it is not audited.</summary>
    public AuditTrail? Audit
    {
        get;
        set
        {
            field = value;
            foreach (var (key, text) in early ?? []) value?.Annotate(key, text);
        }
    }

    /// <summary>For a watch: to be called when it has told what there was at its start. May be called again and does nothing then.</summary>
    public Action? Initialized { get; set; }

    /// <summary>The texts of the Warning headers so far.</summary>
    public IReadOnlyList<string> Warnings => warnings ?? (IReadOnlyList<string>)[];

    /// <summary>Adds a Warning header to the answer, once.</summary>
    public void AddWarning(string text)
    {
        if (text.Length == 0) return;
        if (warnings is null)
        {
            warnings = [];
            if (!Response.HasStarted) Response.OnStarting(WriteWarnings, this);
        }

        if (!warnings.Contains(text)) warnings.Add(text);
    }

    /// <summary>Notes something for the audit log. The first value of a key stays.</summary>
    public void Annotate(string key, string value)
    {
        // What is known before auditing begins (by authenticators) is kept for it.
        if (Audit is { } trail) trail.Annotate(key, value);
        else (early ??= []).Add(new(key, value));
    }

    /// <summary>The request is over: what <see cref="Cancelled"/> needed is let go.</summary>
    public void End() => lifetime?.Dispose();

    private static Task WriteWarnings(object state)
    {
        WarningHeaders.Write((RequestContext)state);
        return Task.CompletedTask;
    }
}
