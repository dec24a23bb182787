using System.Diagnostics.CodeAnalysis;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>What a webhook answered, or why there is no answer.</summary>
internal readonly record struct WebhookAnswer
{
    /// <summary>The document; null exactly if the call failed.</summary>
    public JsonObject? Document { get; private init; }

    /// <summary>Why the call failed, in the words of a Go client: <c>Post "https://...": context deadline exceeded</c>.</summary>
    public string? Failure { get; private init; }

    /// <summary>The HTTP status of the answer; 0 if none came.</summary>
    public int StatusCode { get; private init; }

    /// <summary>Whether another try may succeed: no answer came, or one that says "later".</summary>
    public bool MayRetry => Document is null && StatusCode is 0 or 429 or >= 500;

    /// <summary>Whether there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsOk => Document is not null;

    /// <summary>A success.</summary>
    public static WebhookAnswer Of(JsonObject document, int statusCode) => new() { Document = document, StatusCode = statusCode };

    /// <summary>A failure.</summary>
    public static WebhookAnswer Failed(string why, int statusCode = 0) => new() { Failure = why, StatusCode = statusCode };

    /// <summary>The 500 that the caller of a failed admission webhook gets.</summary>
    public static StatusError Refusal(string webhook, string why) => StatusError.InternalError($"failed calling webhook \"{webhook}\": {why}");
}
