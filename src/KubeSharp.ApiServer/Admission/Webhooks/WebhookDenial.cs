using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>The refusal of a request by a webhook: its own Status, made safe and prefixed with its name.</summary>
internal static class WebhookDenial
{
    /// <summary>The error that the caller gets; never one that looks like a success.</summary>
    public static StatusError Of(string webhook, JsonObject? status)
    {
        var by = $"admission webhook \"{webhook}\" denied the request";
        var (message, reason) = (status?.GetString("message") ?? "", status?.GetString("reason") ?? "");
        return new StatusError
        {
            Code = (int)Math.Max(status?.GetInt64("code") ?? 0, 400),
            Reason = reason,
            Message = message.Length > 0 ? $"{by}: {message}" : reason.Length > 0 ? $"{by}: {reason}" : $"{by} without explanation",
            Details = status?.GetObject("details") is { } details ? Details(details) : null,
        };
    }

    private static StatusDetails Details(JsonObject details) => new()
    {
        Name = details.GetString("name") ?? "",
        Group = details.GetString("group") ?? "",
        Kind = details.GetString("kind") ?? "",
        Uid = details.GetString("uid") ?? "",
        RetryAfterSeconds = (int)(details.GetInt64("retryAfterSeconds") ?? 0),
        Causes = [.. (details.GetArray("causes") ?? []).OfType<JsonObject>().Select(cause =>
            new StatusCause(cause.GetString("reason") ?? "", cause.GetString("message") ?? "", cause.GetString("field") ?? ""))],
    };
}
