using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Client;

/// <summary>
/// Tells users what happened to an object, as <c>kubectl describe</c> and <c>kubectl get events</c> show it. Never waits and never
/// fails: events are written in the background, repeats are counted, similar ones combined, and what comes too thick is dropped.
/// </summary>
public sealed partial class EventRecorder : IAsyncDisposable
{
    private const int MaxTries = 12;
    private readonly KubeClient client;
    private readonly string component;
    private readonly string? host;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly EventCorrelator correlator;
    private readonly Channel<Event> queue = Channel.CreateBounded<Event>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly CancellationTokenSource stop = new();
    private readonly Task pump;

    /// <summary>A recorder for one component.</summary>
    /// <param name="client">Writes the events.</param>
    /// <param name="component">Who reports, for example <c>deployment-controller</c>.</param>
    /// <param name="host">The node it runs on, if that matters.</param>
    /// <param name="time">Time; null for the system's.</param>
    /// <param name="logger">Where lost events are said.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    public EventRecorder(
        KubeClient client, string component, string? host = null, TimeProvider? time = null, ILogger? logger = null, EventCorrelatorOptions? options = null)
    {
        this.client = client;
        this.component = component;
        this.host = host;
        this.time = time ?? TimeProvider.System;
        this.logger = logger ?? NullLogger.Instance;
        correlator = new EventCorrelator(options ?? new EventCorrelatorOptions(), this.time);
        pump = Task.Run(PumpAsync);
    }

    /// <summary>Reports something about an object.</summary>
    /// <param name="item">The object; its kind, name, namespace, uid and revision identify it.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>; see <see cref="EventTypes"/>.</param>
    /// <param name="reason">A short UpperCamelCase word that tools may match.</param>
    /// <param name="message">A sentence for people.</param>
    public void Event(IKubernetesObject item, string type, string reason, string message)
    {
        ArgumentNullException.ThrowIfNull(item);
        Event(ReferenceTo(item), type, reason, message);
    }

    /// <summary>Reports something about an object of which only a reference is at hand, or about a part of it (<c>fieldPath</c>).</summary>
    public void Event(ObjectReference item, string type, string reason, string message)
    {
        ArgumentNullException.ThrowIfNull(item);
        DateTimeOffset now = time.GetUtcNow();
        string ns = string.IsNullOrEmpty(item.Namespace) ? "default" : item.Namespace;
        long nanoseconds = (now - DateTimeOffset.UnixEpoch).Ticks * 100;
        var stamp = new ApiMachinery.Values.Time(now);
        var e = new Event
        {
            InvolvedObject = item,
            Type = type,
            Reason = reason,
            Message = message,
            Count = 1,
            FirstTimestamp = stamp,
            LastTimestamp = stamp,
            ReportingComponent = component,
            ReportingInstance = host ?? "",
        };
        e.Source.Component = component;
        e.Source.Host = host;
        e.Metadata.Namespace = ns;
        e.Metadata.Name = string.Create(CultureInfo.InvariantCulture, $"{item.Name}.{nanoseconds:x}");
        if (!queue.Writer.TryWrite(e)) Log.Dropped(logger, ns, item.Name, reason);
    }

    /// <summary>A reference by which an event names an object.</summary>
    public static ObjectReference ReferenceTo(IKubernetesObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new ObjectReference
        {
            ApiVersion = item.ApiVersion,
            Kind = item.Kind,
            Namespace = item.Metadata.Namespace,
            Name = item.Metadata.Name,
            Uid = item.Metadata.Uid,
            ResourceVersion = item.Metadata.ResourceVersion,
        };
    }

    /// <summary>Writes what is queued, for at most two seconds, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        stop.CancelAfter(TimeSpan.FromSeconds(2));
        await pump.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (Event e in queue.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
                if (correlator.Correlate(e) is { } correlated)
                    await WriteAsync(correlated).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ended before all was written; events are best effort.
        }
    }

    private async Task WriteAsync(CorrelatedEvent correlated)
    {
        Event e = correlated.Event;
        bool patch = correlated.IsRepeat;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (patch) await client.PatchAsync<Event>(e.Metadata.Namespace, e.Metadata.Name!, Repeat(e), cancellationToken: stop.Token).ConfigureAwait(false);
                else await client.CreateAsync(e, cancellationToken: stop.Token).ConfigureAwait(false);
                return;
            }
            catch (KubeApiException error) when (patch && error.IsNotFound)
            {
                // The first one expired: this becomes a new event that keeps the count.
                patch = false;
            }
            catch (KubeApiException error) when (error.Code < HttpStatusCode.InternalServerError && error.Code != HttpStatusCode.TooManyRequests)
            {
                // Exists already, or its namespace is going: nothing that another try would change.
                Log.Refused(logger, e.Metadata.Namespace, e.InvolvedObject.Name, e.Reason, error.Message);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                if (attempt == MaxTries)
                {
                    Log.Refused(logger, e.Metadata.Namespace, e.InvolvedObject.Name, e.Reason, error.Message);
                    return;
                }

                await Task.Delay(Backoff.WithJitter(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), attempt), time, stop.Token).ConfigureAwait(false);
            }
        }
    }

    private static KubePatch Repeat(Event e)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("count"u8, e.Count ?? 1);
            writer.WriteString("lastTimestamp"u8, e.LastTimestamp?.ToString());
            writer.WriteString("message"u8, e.Message);
            writer.WriteEndObject();
        }

        return KubePatch.StrategicMerge(buffer.WrittenMemory);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 131, EventName = "EventDropped", Level = LogLevel.Debug, Message = "too many events at once, dropped {Reason} of {Namespace}/{Name}")]
        public static partial void Dropped(ILogger logger, string? @namespace, string? name, string? reason);

        [LoggerMessage(EventId = 132, EventName = "EventRefused", Level = LogLevel.Debug, Message = "cannot write event {Reason} of {Namespace}/{Name}: {Error}")]
        public static partial void Refused(ILogger logger, string? @namespace, string? name, string? reason, string error);
    }
}
