using Grpc.Core;
using KubeSharp.Storage.Etcd.Protocol;

namespace KubeSharp.Storage.Etcd;

/// <summary>
/// One stream of events of everything below the store's prefix. As it covers all keys, the revision of its last event is the one up to which every key is
/// known; etcd's answers to requests for progress, which some versions send ahead of events, are not needed.
/// </summary>
internal sealed class EtcdWatchStream : IDisposable
{
    private readonly AsyncDuplexStreamingCall<Protocol.WatchRequest, WatchResponse> call;
    private readonly EtcdKeys keys;

    private EtcdWatchStream(EtcdEndpoint endpoint, EtcdKeys keys, long after, CancellationToken cancellationToken)
    {
        Endpoint = endpoint;
        this.keys = keys;
        Revision = after;
        call = endpoint.Watch.Watch(EtcdConnection.LongCall(cancellationToken));
    }

    /// <summary>The member that sends it.</summary>
    public EtcdEndpoint Endpoint { get; }

    /// <summary>Everything up to here has been read.</summary>
    public long Revision { get; private set; }

    /// <summary>Opens a stream of what happened after a revision. It ends when the token is cancelled.</summary>
    /// <exception cref="RpcException">The member cannot be reached.</exception>
    public static async Task<EtcdWatchStream> OpenAsync(
        EtcdEndpoint endpoint, EtcdKeys keys, long after, bool previousValues, CancellationToken cancellationToken)
    {
        var stream = new EtcdWatchStream(endpoint, keys, after, cancellationToken);
        try
        {
            var create = new WatchCreateRequest
            {
                Key = keys.First,
                RangeEnd = keys.End,
                StartRevision = after + 1,
                PrevKv = previousValues,
                Fragment = true,
                ProgressNotify = true,
            };
            await stream.call.RequestStream.WriteAsync(new Protocol.WatchRequest { CreateRequest = create }, CancellationToken.None).ConfigureAwait(false);
            return stream;
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (e is InvalidOperationException) throw new RpcException(new Status(StatusCode.Unavailable, "the watch could not be opened", e));
            throw;
        }
    }

    /// <summary>The next events, perhaps none: the stream is alive, or only its <see cref="Revision"/> has gone on.</summary>
    /// <exception cref="RpcException">The stream broke.</exception>
    /// <exception cref="CompactedException">The start was compacted away.</exception>
    public async Task<List<StoreEvent>> ReadAsync()
    {
        var events = new List<StoreEvent>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            var message = call.ResponseStream.Current;
            if (message.CompactRevision > 0) throw new CompactedException(Revision, message.CompactRevision);
            if (message.Canceled) throw new RpcException(new Status(StatusCode.Unavailable, message.CancelReason));
            if (message.Created) return events;
            foreach (var change in message.Events)
            {
                Revision = change.Kv.ModRevision;
                if (change.Kv.Key != keys.Marker) events.Add(EtcdEvents.From(change, keys.FromEtcd(change.Kv.Key)));
            }

            // The parts of one large message belong together: a revision may go over several.
            if (message.Fragment) continue;
            // Without events this is the notice that etcd sends on its own from time to time, in the order of events.
            if (message.Events.Count == 0) Revision = Math.Max(Revision, message.Header.Revision);
            return events;
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "the watch ended"));
    }

    /// <inheritdoc />
    public void Dispose() => call.Dispose();
}
