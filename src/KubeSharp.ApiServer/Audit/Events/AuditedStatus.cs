using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Audit.Events;

/// <summary>How a request ended, as an event says it: the bounded members of a Status.</summary>
internal sealed record AuditedStatus
{
    public string Status { get; init; } = "";

    public string Message { get; init; } = "";

    public string Reason { get; init; } = "";

    public JsonObject? Details { get; init; }

    public int Code { get; init; }

    /// <summary>Takes them from a Status; null for other objects.</summary>
    public static AuditedStatus? Read(JsonObject document) => document.GetString("kind") != "Status" || document.GetString("apiVersion") != "v1"
        ? null
        : new AuditedStatus
        {
            Status = document.GetString("status") ?? "",
            Message = document.GetString("message") ?? "",
            Reason = document.GetString("reason") ?? "",
            Details = document.GetObject("details"),
            Code = (int)(document.GetInt64("code") ?? 0),
        };
}
