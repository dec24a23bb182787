using System.Text;
using Google.Protobuf;

namespace KubeSharp.Storage.Etcd;

/// <summary>Keys of the store to keys in etcd and back. Pure.</summary>
internal sealed class EtcdKeys
{
    // Below the prefix, so that the one watch sees it; no resource of the API has such a name.
    private const string MarkerName = "kubesharp.io/progress";

    private readonly string root;
    private readonly string prefix;
    private readonly byte[] prefixBytes;

    /// <summary>Keys that start with <paramref name="root"/> stand in etcd below <paramref name="prefix"/>.</summary>
    public EtcdKeys(string root, string prefix)
    {
        this.root = root;
        this.prefix = prefix;
        prefixBytes = Encoding.UTF8.GetBytes(prefix);
        Marker = ByteString.CopyFromUtf8(prefix + MarkerName);
    }

    /// <summary>The key whose writes prove how far the watch has come; no entry of the store.</summary>
    public ByteString Marker { get; }

    /// <summary>The first key of the whole store.</summary>
    public ByteString First => UnsafeByteOperations.UnsafeWrap(prefixBytes);

    /// <summary>The end, itself excluded, of the whole store.</summary>
    public ByteString End => EndOf(prefixBytes);

    /// <summary>A key as it stands in etcd.</summary>
    /// <exception cref="ArgumentException">It does not start with the root.</exception>
    public ByteString ToEtcd(string key)
    {
        if (!key.StartsWith(root, StringComparison.Ordinal)) throw new ArgumentException($"The key {key} does not start with {root}.", nameof(key));
        return ByteString.CopyFromUtf8(string.Concat(prefix, key.AsSpan(root.Length)));
    }

    /// <summary>The start of keys as it stands in etcd; a start that the root itself begins with means everything.</summary>
    /// <exception cref="ArgumentException">It has nothing to do with the root.</exception>
    public ByteString StartToEtcd(string start) => root.StartsWith(start, StringComparison.Ordinal) ? First : ToEtcd(start);

    /// <summary>A key of etcd as the store's users know it.</summary>
    public string FromEtcd(ByteString key) => string.Concat(root, Encoding.UTF8.GetString(key.Span[prefixBytes.Length..]));

    /// <summary>The first key after all that start with these bytes.</summary>
    public static ByteString EndOf(ReadOnlySpan<byte> start)
    {
        var last = start.LastIndexOfAnyExcept((byte)0xff);
        // All keys: etcd takes a zero byte as "to the end".
        if (last < 0) return ByteString.CopyFrom(0);
        var end = start[..(last + 1)].ToArray();
        end[last]++;
        return UnsafeByteOperations.UnsafeWrap(end);
    }

    /// <summary>The key right after this one.</summary>
    public static ByteString After(ByteString key)
    {
        var after = new byte[key.Length + 1];
        key.Span.CopyTo(after);
        return UnsafeByteOperations.UnsafeWrap(after);
    }
}
