using System.Buffers;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>Posts events to a webhook, an <c>EventList</c> at a time; what fails is tried again a few times, each time later.</summary>
internal sealed class AuditWebhookDestination(WebhookCaller caller, WebhookEndpoint endpoint, TimeSpan initialBackoff, TimeProvider time) : IAuditDestination
{
    private const int Attempts = 5;
    private const double Factor = 1.5;
    private const double Jitter = 0.2;
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    public async ValueTask StoreAsync(IReadOnlyList<byte[]> events, CancellationToken cancellationToken)
    {
        var body = EventList(events);
        var wait = initialBackoff;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await caller.PostAsync(endpoint, body, _timeout, tellTimeout: false, cancellationToken);
            // Nobody reads what the webhook says beside "received".
            if (answer.StatusCode is >= 200 and < 300) return;
            if (!answer.MayRetry || attempt == Attempts) throw new IOException(answer.Failure ?? $"the webhook answered {answer.StatusCode}");
            await Task.Delay(wait * (1 + Random.Shared.NextDouble() * Jitter), time, cancellationToken);
            wait *= Factor;
        }
    }

    public ValueTask DisposeAsync() => default;

    private static ReadOnlyMemory<byte> EventList(IReadOnlyList<byte[]> events)
    {
        var output = new ArrayBufferWriter<byte>(256 + events.Sum(one => one.Length + 1));
        output.Write("{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"metadata\":{},\"items\":["u8);
        for (var i = 0; i < events.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            output.Write(events[i]);
        }

        output.Write("]}"u8);
        return output.WrittenMemory;
    }
}
