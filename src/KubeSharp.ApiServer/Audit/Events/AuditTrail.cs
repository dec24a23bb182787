using System.Net;
using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.ApiServer.Audit.Policies;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Audit.Events;

/// <summary>What is known of one audited request so far; at each stage an event is made of it.</summary>
/// <remarks>Belongs to one request. What a level does not include is dropped on arrival.</remarks>
internal sealed class AuditTrail(RequestContext request, AuditDecision decision, DateTimeOffset received)
{
    private const int LongestUserAgent = 1024;
    private SortedDictionary<string, string>? annotations;

    public AuditDecision Decision => decision;

    public AuditLevel Level => decision.Level;

    public string AuditId => request.AuditId;

    public AuditStages Stage { get; private set; }

    public DateTimeOffset Received { get; } = received;

    public DateTimeOffset StageTime { get; private set; } = received;

    /// <summary>The target of the request as it was sent.</summary>
    public string RequestUri { get; } = RequestLine.Uri(request.Http);

    public RequestInfo Info => request.Info;

    /// <summary>Who sent the request; null if they could not be authenticated.</summary>
    public UserInfo? User { get; init; } = request.User;

    /// <summary>As whom the request goes on; null if nobody is impersonated.</summary>
    public UserInfo? ImpersonatedUser { get; private set; }

    /// <summary>The constrained-impersonation verb that allowed it, or empty.</summary>
    public string ImpersonationConstraint { get; private set; } = "";

    public IReadOnlyList<IPAddress> SourceAddresses { get; } = Events.SourceAddresses.Of(request.Http);

    public string UserAgent { get; } = Shorten(request.Request.Headers.UserAgent.ToString());

    public AuditedObject? Object { get; private set; } = request.Info.IsResourceRequest ? AuditedObject.From(request.Info) : null;

    public AuditedStatus? Status { get; private set; }

    /// <summary>JSON, or empty.</summary>
    public ReadOnlyMemory<byte> RequestObject { get; private set; }

    /// <summary>JSON, or empty.</summary>
    public ReadOnlyMemory<byte> ResponseObject { get; private set; }

    public IReadOnlyCollection<KeyValuePair<string, string>> Annotations => annotations ?? (IReadOnlyCollection<KeyValuePair<string, string>>)[];

    /// <summary>Whether objects that are answered are wanted.</summary>
    public bool WantsResponses => decision.Level == AuditLevel.RequestResponse;

    /// <summary>Sets a key; the first value stays.</summary>
    public void Annotate(string key, string value) => (annotations ??= new(StringComparer.Ordinal)).TryAdd(key, value);

    public void Impersonated(UserInfo user, string constraint) => (ImpersonatedUser, ImpersonationConstraint) = (user, constraint);

    /// <summary>The object that the request carries, decoded and defaulted, in the version of the request.</summary>
    public void Requested(JsonObject document)
    {
        Object = (Object ?? AuditedObject.From(request.Info)).Complete(document);
        if (decision.Level >= AuditLevel.Request && RequestObject.IsEmpty) RequestObject = ManagedFieldsRemoval.Encode(document, decision.OmitManagedFields);
    }

    /// <summary>The patch that the request carries.</summary>
    public void Patched(ReadOnlyMemory<byte> patch, bool yaml)
    {
        if (decision.Level >= AuditLevel.Request) RequestObject = yaml ? ToJson(patch) : patch;
    }

    /// <summary>The object or Status that is answered.</summary>
    public void Answered(JsonObject document)
    {
        if (AuditedStatus.Read(document) is { } status) Status = status;
        if (WantsResponses) ResponseObject = ManagedFieldsRemoval.Encode(document, decision.OmitManagedFields);
    }

    /// <summary>The same in bytes. Not to be called for a Status.</summary>
    public void Answered(ReadOnlyMemory<byte> json)
    {
        if (!WantsResponses) return;
        ResponseObject = decision.OmitManagedFields ? ManagedFieldsRemoval.Encode(JsonParser.ParseObject(json.Span), omit: true) : json;
    }

    public void Fail(StatusError error) => Status = AuditedStatus.Read(error.ToJson());

    /// <summary>Says what came of it where no object said so.</summary>
    public void Says(AuditedStatus status) => Status = status;

    /// <summary>The HTTP status is about to be sent.</summary>
    public void Code(int code) => Status = (Status ?? new AuditedStatus()) with { Code = code };

    /// <summary>Enters a stage; true if an event is to be made of it.</summary>
    public bool Enter(AuditStages stage, DateTimeOffset now)
    {
        Stage = stage;
        StageTime = stage == AuditStages.RequestReceived ? Received : now;
        return (decision.OmitStages & stage) == 0;
    }

    // What is no YAML is refused by whoever reads it next.
    private static ReadOnlyMemory<byte> ToJson(ReadOnlyMemory<byte> yaml)
    {
        try
        {
            return YamlReader.Parse(Encoding.UTF8.GetString(yaml.Span))?.ToUtf8Bytes() ?? default(ReadOnlyMemory<byte>);
        }
        catch (YamlException)
        {
            return default;
        }
    }

    private static string Shorten(string agent) => agent.Length > LongestUserAgent ? agent[..LongestUserAgent] + "...TRUNCATED" : agent;
}
