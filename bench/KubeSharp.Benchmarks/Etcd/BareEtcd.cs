using Google.Protobuf;
using Grpc.Net.Client;
using KubeSharp.Storage.Etcd.Protocol;

namespace KubeSharp.Benchmarks.Etcd;

/// <summary>The yardstick: a client that only sends the transactions that an API server sends, compare and put, and remembers the revisions.</summary>
internal sealed class BareEtcd(Uri address) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address);
    private KV.KVClient? _keys;

    /// <summary>Writes a key that was last written at a revision; 0 for one that does not exist.</summary>
    /// <returns>The revision.</returns>
    public async Task<long> PutAsync(string key, byte[] value, long expected)
    {
        _keys ??= new KV.KVClient(_channel);
        var at = ByteString.CopyFromUtf8(key);
        var answer = await _keys.TxnAsync(new TxnRequest
        {
            Compare = { new Compare { Key = at, Target = Compare.Types.CompareTarget.Mod, Result = Compare.Types.CompareResult.Equal, ModRevision = expected } },
            Success = { new RequestOp { RequestPut = new PutRequest { Key = at, Value = UnsafeByteOperations.UnsafeWrap(value) } } },
            Failure = { new RequestOp { RequestRange = new RangeRequest { Key = at } } },
        });
        return answer.Succeeded ? answer.Header.Revision : throw new InvalidOperationException($"{key} was not at {expected}.");
    }

    public void Dispose() => _channel.Dispose();
}
