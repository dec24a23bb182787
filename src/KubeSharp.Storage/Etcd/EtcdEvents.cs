using System.Runtime.InteropServices;
using Google.Protobuf;
using KubeSharp.Storage.Etcd.Protocol;

namespace KubeSharp.Storage.Etcd;

/// <summary>Messages of etcd as the store's own values. Pure.</summary>
internal static class EtcdEvents
{
    /// <summary>An event of a watch.</summary>
    public static StoreEvent From(Event change, string key)
    {
        var deleted = change.Type == Event.Types.EventType.Delete;
        var before = change.PrevKv;
        return new StoreEvent
        {
            Type = deleted ? StoreEventType.Deleted : change.Kv.CreateRevision == change.Kv.ModRevision ? StoreEventType.Created : StoreEventType.Updated,
            Key = key,
            Revision = change.Kv.ModRevision,
            CreateRevision = deleted ? before?.CreateRevision ?? 0 : change.Kv.CreateRevision,
            PreviousRevision = before?.ModRevision ?? 0,
            Value = deleted ? default : change.Kv.Value.Memory,
            PreviousValue = before?.Value.Memory ?? default,
        };
    }

    /// <summary>An entry.</summary>
    public static StoreEntry Entry(KeyValue pair, string key) => new(key, pair.Value.Memory, pair.CreateRevision, pair.ModRevision);

    /// <summary>Bytes to send, without a copy: the caller of the store no longer changes them.</summary>
    public static ByteString Bytes(ReadOnlyMemory<byte> value) => UnsafeByteOperations.UnsafeWrap(value);

    /// <summary>What an event holds in memory, about, in bytes.</summary>
    public static int Size(StoreEvent change) => change.Value.Length + change.PreviousValue.Length + (2 * change.Key.Length) + 128;

    /// <summary>The first event after a revision.</summary>
    public static int FirstAfter(List<StoreEvent> events, long revision)
    {
        var (low, high) = (0, events.Count);
        var span = CollectionsMarshal.AsSpan(events);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (span[middle].Revision <= revision) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
