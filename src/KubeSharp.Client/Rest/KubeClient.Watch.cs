using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client;

public sealed partial class KubeClient
{
    /// <summary>
    /// Follows a collection. The enumeration ends when the server ends the watch, which is normal: watch again from the last
    /// resourceVersion seen. It throws <see cref="KubeApiException"/> with <see cref="KubeApiException.IsExpired"/> when that revision is
    /// no longer kept: list again. <see cref="Informer{T}"/> does both.
    /// </summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="options">Where to start and what to select.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns = null, ListQuery? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => WatchAsync<T>(T.Resource, ns, options, null, cancellationToken);

    /// <summary>Follows a collection of an explicitly given resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="options">Where to start and what to select.</param>
    /// <param name="idleTimeout">
    /// The longest silence to accept, from the request to the first byte and between bytes; then <see cref="TimeoutException"/>. Null waits for ever.
    /// </param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        ResourceInfo resource,
        string? ns = null,
        ListQuery? options = null,
        TimeSpan? idleTimeout = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T>
    {
        string path = ResourcePaths.WithQuery(ResourcePaths.Collection(resource, ns), options ?? ListQuery.Default, watch: true);
        string accept = typeof(T) == typeof(PartialObjectMetadata) ? MetadataOnly.AcceptObject : JsonMediaType;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TimeSpan limit = idleTimeout ?? Timeout.InfiniteTimeSpan;
        ITimer silence = this.options.TimeProvider.CreateTimer(static s => Cancel((CancellationTokenSource)s!), stop, limit, Timeout.InfiniteTimeSpan);
        await using (silence.ConfigureAwait(false))
        {
            HttpResponseMessage response;
            try
            {
                response = await SendAsync(HttpMethod.Get, path, null, accept, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && stop.IsCancellationRequested)
            {
                throw Silent(limit);
            }

            using (response)
            {
                if (!response.IsSuccessStatusCode)
                {
                    byte[] answer = await response.Content.ReadAsByteArrayAsync(stop.Token).ConfigureAwait(false);
                    throw new KubeApiException(ToStatus(response.StatusCode, answer));
                }

                Stream stream = await response.Content.ReadAsStreamAsync(stop.Token).ConfigureAwait(false);
                PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16384, minimumReadSize: 1024));
                try
                {
                    while (true)
                    {
                        ReadResult read;
                        try
                        {
                            read = await reader.ReadAsync(stop.Token).ConfigureAwait(false);
                        }
                        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && stop.IsCancellationRequested)
                        {
                            throw Silent(limit);
                        }

                        silence.Change(limit, Timeout.InfiniteTimeSpan);
                        ReadOnlySequence<byte> buffer = read.Buffer;
                        while (TryCutLine(ref buffer, read.IsCompleted, out ReadOnlySequence<byte> line))
                            if (WatchFrame.Read<T>(line) is { } e) yield return e;
                        reader.AdvanceTo(buffer.Start, buffer.End);
                        if (read.IsCompleted) yield break;
                    }
                }
                finally
                {
                    await reader.CompleteAsync().ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Frames are lines. A last line without its end is a cut connection, not an event, unless it is whole JSON; the parser decides.</summary>
    private static bool TryCutLine(ref ReadOnlySequence<byte> buffer, bool completed, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.IsEmpty) return false;
        SequencePosition? end = buffer.PositionOf((byte)'\n');
        if (end is { } position)
        {
            line = buffer.Slice(0, position);
            buffer = buffer.Slice(buffer.GetPosition(1, position));
            return true;
        }

        if (!completed) return false;
        line = buffer;
        buffer = buffer.Slice(buffer.End);
        var probe = new Utf8JsonReader(line, isFinalBlock: true, default);
        try
        {
            return probe.Read() && probe.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The watch ended while its timer fired.
        }
    }

    private static TimeoutException Silent(TimeSpan limit) => new($"the watch was silent for {limit}");
}
