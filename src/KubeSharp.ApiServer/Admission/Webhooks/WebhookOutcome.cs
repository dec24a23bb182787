using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>What became of asking a webhook: an answer, a reason why there is none, or a refusal that no failure policy changes.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Failure">Why it could not be asked; the failure policy says what follows.</param>
/// <param name="Refusal">The request is refused.</param>
internal readonly record struct WebhookOutcome(ReviewAnswer? Answer, string? Failure, StatusError? Refusal)
{
    /// <summary>It answered.</summary>
    public static WebhookOutcome Answered(ReviewAnswer answer) => new(answer, null, null);

    /// <summary>It could not be asked.</summary>
    public static WebhookOutcome Failed(string why) => new(null, why, null);

    /// <summary>It must not be asked.</summary>
    public static WebhookOutcome Refused(StatusError error) => new(null, null, error);
}
