using System.Net;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client;

/// <summary>The API server answered a request with a failure; <see cref="Status"/> says which.</summary>
public sealed class KubeApiException : Exception
{
    /// <summary>Wraps the server's answer.</summary>
    public KubeApiException(Status status)
        : base(status.Message ?? status.Reason ?? "the API server refused the request") => Status = status;

    /// <summary>The answer as the server gave it. <c>Code</c> is filled from the HTTP status when the body had none.</summary>
    public Status Status { get; }

    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode Code => (HttpStatusCode)(Status.Code ?? 500);

    /// <summary>The machine-readable reason, for example <c>AlreadyExists</c>; empty when the server gave none.</summary>
    public string Reason => Status.Reason ?? "";

    /// <summary>No such object (or no such resource).</summary>
    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    /// <summary>An object of this name is there already.</summary>
    public bool IsAlreadyExists => Reason == "AlreadyExists";

    /// <summary>The object changed since it was read: read it again and decide again.</summary>
    public bool IsConflict => Code == HttpStatusCode.Conflict && Reason != "AlreadyExists";

    /// <summary>The object breaks a rule of its kind; trying again with the same object is useless.</summary>
    public bool IsInvalid => Code == HttpStatusCode.UnprocessableEntity;

    /// <summary>The caller may not do this.</summary>
    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    /// <summary>The revision asked for is no longer kept: list again.</summary>
    public bool IsExpired => Code == HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>Creation was refused because the namespace is going away.</summary>
    public bool IsNamespaceTerminating
    {
        get
        {
            foreach (StatusCause cause in Status.Details?.Causes ?? [])
                if (cause.Reason == "NamespaceTerminating") return true;
            return false;
        }
    }
}
