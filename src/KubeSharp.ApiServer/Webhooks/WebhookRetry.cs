namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Asks webhooks that decide about requests: what fails for a moment is tried again, each time later.</summary>
internal static class WebhookRetry
{
    private const int Attempts = 5;
    private const double Factor = 1.5;
    private const double Jitter = 0.2;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Posts until an answer comes, or the attempts are used up.</summary>
    public static async ValueTask<WebhookAnswer> PostAsync(
        WebhookCaller caller, WebhookEndpoint endpoint, ReadOnlyMemory<byte> body, TimeProvider time, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        var wait = First;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await caller.PostAsync(endpoint, body, timeout ?? Longest, tellTimeout: false, cancellationToken);
            if (answer.IsOk || !answer.MayRetry || attempt == Attempts) return answer;
            await Task.Delay(wait * (1 + Random.Shared.NextDouble() * Jitter), time, cancellationToken);
            wait *= Factor;
        }
    }
}
