using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiMachinery.Errors;

/// <summary>
/// The answer to a request that failed: a <c>Status</c> with its HTTP code. A value, not an exception. The factories word it as
/// upstream's <c>k8s.io/apimachinery/pkg/api/errors</c> does, because clients parse and show these texts.
/// </summary>
public sealed record StatusError
{
    /// <summary>The HTTP status code.</summary>
    public required int Code { get; init; }

    /// <summary>One of <see cref="StatusReason"/>; empty for errors that upstream does not classify.</summary>
    public string Reason { get; init; } = "";

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    /// <summary>What it is about; null when there is nothing to say.</summary>
    public StatusDetails? Details { get; init; }

    /// <summary>Where a list may go on that cannot go on as it began; empty otherwise.</summary>
    public string Continue { get; init; } = "";

    /// <summary>404 for an object.</summary>
    public static StatusError NotFound(GroupResource resource, string name) => new()
    {
        Code = 404,
        Reason = StatusReason.NotFound,
        Message = $"{resource} {GoText.Quote(name)} not found",
        Details = About(resource, name),
    };

    /// <summary>404 for a path that nobody serves.</summary>
    public static StatusError PathNotFound() => new()
    {
        Code = 404,
        Reason = StatusReason.NotFound,
        Message = "the server could not find the requested resource",
        Details = new StatusDetails(),
    };

    /// <summary>409: the name is taken.</summary>
    public static StatusError AlreadyExists(GroupResource resource, string name) => new()
    {
        Code = 409,
        Reason = StatusReason.AlreadyExists,
        Message = $"{resource} {GoText.Quote(name)} already exists",
        Details = About(resource, name),
    };

    /// <summary>409: no free name was found for a <c>generateName</c>.</summary>
    public static StatusError GenerateNameConflict(GroupResource resource, string name, int retryAfterSeconds) => new()
    {
        Code = 409,
        Reason = StatusReason.AlreadyExists,
        Message = $"{resource} {GoText.Quote(name)} already exists, the server was not able to generate a unique name for the object",
        Details = About(resource, name) with { RetryAfterSeconds = retryAfterSeconds },
    };

    /// <summary>401.</summary>
    public static StatusError Unauthorized(string message = "Unauthorized") => new()
    {
        Code = 401,
        Reason = StatusReason.Unauthorized,
        Message = message.Length == 0 ? "not authorized" : message,
    };

    /// <summary>403; resource or name may be empty.</summary>
    public static StatusError Forbidden(GroupResource resource, string name, string why) => new()
    {
        Code = 403,
        Reason = StatusReason.Forbidden,
        Message = string.IsNullOrEmpty(resource.Resource) ? $"forbidden: {why}"
            : name.Length == 0 ? $"{resource} is forbidden: {why}"
            : $"{resource} {GoText.Quote(name)} is forbidden: {why}",
        Details = About(resource, name),
    };

    /// <summary>409: the object is not as the caller assumes.</summary>
    public static StatusError Conflict(GroupResource resource, string name, string why) => new()
    {
        Code = 409,
        Reason = StatusReason.Conflict,
        Message = $"Operation cannot be fulfilled on {resource} {GoText.Quote(name)}: {why}",
        Details = About(resource, name),
    };

    /// <summary>409: someone else wrote since the caller read.</summary>
    public static StatusError Modified(GroupResource resource, string name) => Conflict(
        resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>409: an apply touches fields that others own.</summary>
    public static StatusError ApplyConflict(string message, IReadOnlyList<StatusCause> causes) => new()
    {
        Code = 409,
        Reason = StatusReason.Conflict,
        Message = message,
        Details = new StatusDetails { Causes = causes },
    };

    /// <summary>410 with reason Gone.</summary>
    public static StatusError Gone(string message) => new() { Code = 410, Reason = StatusReason.Gone, Message = message };

    /// <summary>410 with reason Expired: the revision was compacted away.</summary>
    public static StatusError Expired(string message) => new() { Code = 410, Reason = StatusReason.Expired, Message = message };

    /// <summary>422: the object has faults, all of them listed.</summary>
    public static StatusError Invalid(GroupKind kind, string name, ErrorList errors)
    {
        var text = $"{kind} {GoText.Quote(name)} is invalid";
        return new StatusError
        {
            Code = 422,
            Reason = StatusReason.Invalid,
            Message = errors.Count == 0 ? text : $"{text}: {errors}",
            Details = new StatusDetails { Name = name, Group = kind.Group ?? "", Kind = kind.Kind ?? "", Causes = errors.ToCauses() },
        };
    }

    /// <summary>400.</summary>
    public static StatusError BadRequest(string message) => new() { Code = 400, Reason = StatusReason.BadRequest, Message = message };

    /// <summary>429: asked to wait.</summary>
    public static StatusError TooManyRequests(string message, int retryAfterSeconds = 0, IReadOnlyList<StatusCause>? causes = null) => new()
    {
        Code = 429,
        Reason = StatusReason.TooManyRequests,
        Message = message,
        Details = new StatusDetails { RetryAfterSeconds = retryAfterSeconds, Causes = causes ?? [] },
    };

    /// <summary>503.</summary>
    public static StatusError ServiceUnavailable(string message) => new()
    {
        Code = 503,
        Reason = StatusReason.ServiceUnavailable,
        Message = message,
    };

    /// <summary>405 for a verb that the resource does not have.</summary>
    public static StatusError MethodNotSupported(GroupResource resource, string action) => new()
    {
        Code = 405,
        Reason = StatusReason.MethodNotAllowed,
        Message = $"{action} is not supported on resources of kind {GoText.Quote(resource.ToString())}",
        Details = new StatusDetails { Group = resource.Group, Kind = resource.Resource },
    };

    /// <summary>405 for an HTTP method that the path does not have.</summary>
    public static StatusError MethodNotAllowed() => new()
    {
        Code = 405,
        Reason = StatusReason.MethodNotAllowed,
        Message = "the server does not allow this method on the requested resource",
        Details = new StatusDetails(),
    };

    /// <summary>406: the wanted representations do not exist; lists those that do.</summary>
    public static StatusError NotAcceptable(IEnumerable<string> mediaTypes) => NotAcceptable(
        $"only the following media types are accepted: {string.Join(", ", mediaTypes)}");

    /// <summary>406 with a text of its own.</summary>
    public static StatusError NotAcceptable(string message) => new() { Code = 406, Reason = StatusReason.NotAcceptable, Message = message };

    /// <summary>415: the body's format is not understood; lists those that are.</summary>
    public static StatusError UnsupportedMediaType(IEnumerable<string> mediaTypes) => new()
    {
        Code = 415,
        Reason = StatusReason.UnsupportedMediaType,
        Message = $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", mediaTypes)}",
    };

    /// <summary>413.</summary>
    public static StatusError RequestEntityTooLarge(string why) => new()
    {
        Code = 413,
        Reason = StatusReason.RequestEntityTooLarge,
        Message = $"Request entity too large: {why}",
    };

    /// <summary>500 with reason ServerTimeout: the operation may be tried again.</summary>
    public static StatusError ServerTimeout(GroupResource resource, string operation, int retryAfterSeconds) => new()
    {
        Code = 500,
        Reason = StatusReason.ServerTimeout,
        Message = $"The {operation} operation against {resource} could not be completed at this time, please try again.",
        Details = new StatusDetails
        {
            Group = resource.Group,
            Kind = resource.Resource,
            Name = operation,
            RetryAfterSeconds = retryAfterSeconds,
        },
    };

    /// <summary>504: not done in time.</summary>
    public static StatusError Timeout(string message, int retryAfterSeconds) => new()
    {
        Code = 504,
        Reason = StatusReason.Timeout,
        Message = $"Timeout: {message}",
        Details = new StatusDetails { RetryAfterSeconds = retryAfterSeconds },
    };

    /// <summary>504: asked for a revision that does not exist yet.</summary>
    public static StatusError TooLargeResourceVersion(long wanted, long current, int retryAfterSeconds)
    {
        var error = Timeout($"Too large resource version: {wanted}, current: {current}", retryAfterSeconds);
        return error with
        {
            Details = error.Details! with { Causes = [new StatusCause(CauseType.ResourceVersionTooLarge, "Too large resource version")] },
        };
    }

    /// <summary>500 with reason InternalError.</summary>
    public static StatusError InternalError(string why) => new()
    {
        Code = 500,
        Reason = StatusReason.InternalError,
        Message = $"Internal error occurred: {why}",
        Details = new StatusDetails { Causes = [new StatusCause("", why)] },
    };

    /// <summary>500 without a reason: what upstream answers for errors that nobody classified.</summary>
    public static StatusError Unclassified(string message) => new() { Code = 500, Message = message };

    /// <summary>422 without a reason of its own: a patch that cannot be applied to this object.</summary>
    public static StatusError Rejected() => new()
    {
        Code = 422,
        Reason = StatusReason.Invalid,
        Message = "the server rejected our request due to an error in our request",
        Details = new StatusDetails(),
    };

    /// <summary>The <c>Status</c> object.</summary>
    public JsonObject ToJson()
    {
        var status = new JsonObject(8)
        {
            { "kind", "Status" },
            { "apiVersion", "v1" },
            { "metadata", Continue.Length > 0 ? new JsonObject { { "continue", Continue } } : new JsonObject() },
            { "status", "Failure" },
        };
        if (Message.Length > 0) status.Append("message", Message);
        if (Reason.Length > 0) status.Append("reason", Reason);
        if (Details is { } details) status.Append("details", DetailsToJson(details));
        status.Append("code", Code);
        return status;
    }

    private static StatusDetails About(GroupResource resource, string name) =>
        new() { Name = name, Group = resource.Group ?? "", Kind = resource.Resource ?? "" };

    private static JsonObject DetailsToJson(StatusDetails details)
    {
        var json = new JsonObject();
        if (details.Name.Length > 0) json.Append("name", details.Name);
        if (details.Group.Length > 0) json.Append("group", details.Group);
        if (details.Kind.Length > 0) json.Append("kind", details.Kind);
        if (details.Uid.Length > 0) json.Append("uid", details.Uid);
        if (details.Causes.Count > 0)
        {
            var causes = new JsonArray(details.Causes.Count);
            foreach (var cause in details.Causes)
            {
                var item = new JsonObject(3);
                if (cause.Reason.Length > 0) item.Append("reason", cause.Reason);
                if (cause.Message.Length > 0) item.Append("message", cause.Message);
                if (cause.Field.Length > 0) item.Append("field", cause.Field);
                causes.Add(item);
            }

            json.Append("causes", causes);
        }

        if (details.RetryAfterSeconds != 0) json.Append("retryAfterSeconds", details.RetryAfterSeconds);
        return json;
    }
}
