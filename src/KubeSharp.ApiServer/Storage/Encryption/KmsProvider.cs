using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.ApiServer.Storage.Encryption.Protocol;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>
/// Envelope encryption: values under keys derived from a seed of this process, the seed encrypted by a key management service on a Unix socket. The service
/// is asked once for each seed, not for each value; when its key changes, a new seed is made and what the old key protects is stale.
/// </summary>
internal sealed class KmsProvider : IEncryptionProvider, IDisposable
{
    private const int Seed = 32;
    private static readonly TimeSpan StatusPeriod = TimeSpan.FromMinutes(1);

    private readonly byte[] header;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly GrpcChannel channel;
    private readonly KeyManagementService.KeyManagementServiceClient service;
    private readonly ExtendedNonceGcmCipher extended = new();
    private readonly AesGcmCipher plain = new();
    private readonly ConcurrentDictionary<string, byte[]> seeds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);
    private CurrentSeed? current;

    /// <summary>Connects when first used.</summary>
    /// <param name="name">The provider's name, which stands in what it encrypts.</param>
    /// <param name="socket">The path of the service's socket.</param>
    /// <param name="timeout">How long one call may take.</param>
    /// <param name="time">The clock.</param>
    public KmsProvider(string name, string socket, TimeSpan timeout, TimeProvider time)
    {
        Prefix = $"k8s:enc:kms:v2:{name}:";
        header = Encoding.UTF8.GetBytes(Prefix);
        this.timeout = timeout;
        this.time = time;
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken) };
        channel = GrpcChannel.ForAddress("http://kms", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        service = new KeyManagementService.KeyManagementServiceClient(channel);
    }

    public string Prefix { get; }

    public async ValueTask<Decrypted> DecryptAsync(ReadOnlyMemory<byte> body, byte[] context, CancellationToken cancellationToken)
    {
        EncryptedObject stored;
        try
        {
            stored = EncryptedObject.Parser.ParseFrom(body.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new CryptographicException("failed to decode the encrypted object: " + e.Message, e);
        }

        var seed = await SeedAsync(stored, cancellationToken);
        ICipher cipher = stored.EncryptedDekSourceType == EncryptedDEKSourceType.AesGcmKey ? plain : extended;
        var value = cipher.Decrypt(seed, stored.EncryptedData.Span, context);
        var now = await CurrentAsync(cancellationToken);
        return new Decrypted(value, Stale: stored.KeyId != now.KeyId || stored.EncryptedDekSourceType == EncryptedDEKSourceType.AesGcmKey);
    }

    public async ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> value, byte[] context, CancellationToken cancellationToken)
    {
        var seed = await CurrentAsync(cancellationToken);
        var stored = seed.Envelope.Clone();
        stored.EncryptedData = ByteString.CopyFrom(extended.Encrypt(seed.Seed, value.Span, context));
        return [.. header, .. stored.ToByteArray()];
    }

    public void Dispose()
    {
        channel.Dispose();
        gate.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<byte[]> SeedAsync(EncryptedObject stored, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexString(SHA256.HashData(stored.EncryptedDekSource.Span)) + "/" + stored.KeyId;
        if (seeds.TryGetValue(id, out var known)) return known;
        var request = new DecryptRequest { Ciphertext = stored.EncryptedDekSource, Uid = Guid.NewGuid().ToString(), KeyId = stored.KeyId, Annotations = { stored.Annotations } };
        var answer = await AskAsync("decrypt", options => service.DecryptAsync(request, options), cancellationToken);
        return seeds[id] = answer.Plaintext.ToByteArray();
    }

    // The service's key is looked at about once a minute; a new key means a new seed.
    private async ValueTask<CurrentSeed> CurrentAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref current) is { } valid && valid.Until > time.GetUtcNow()) return valid;
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (current is { } other && other.Until > now) return other;
            var status = await AskAsync("status", options => service.StatusAsync(new StatusRequest(), options), cancellationToken);
            if (status.Healthz != "ok") throw new CryptographicException($"got unexpected healthz status: {status.Healthz}");
            if (current is { } same && same.KeyId == status.KeyId) return current = same with { Until = now + StatusPeriod };
            var seed = RandomNumberGenerator.GetBytes(Seed);
            var encrypted = await AskAsync(
                "encrypt", options => service.EncryptAsync(new EncryptRequest { Plaintext = ByteString.CopyFrom(seed), Uid = Guid.NewGuid().ToString() }, options), cancellationToken);
            var envelope = new EncryptedObject
            {
                KeyId = encrypted.KeyId,
                EncryptedDekSource = encrypted.Ciphertext,
                Annotations = { encrypted.Annotations },
                EncryptedDekSourceType = EncryptedDEKSourceType.HkdfSha256XnonceAesGcmSeed,
            };
            return current = new CurrentSeed(seed, encrypted.KeyId, envelope, now + StatusPeriod);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<T> AskAsync<T>(string what, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            using var asked = call(new CallOptions(deadline: DateTime.UtcNow + timeout, cancellationToken: cancellationToken));
            return await asked;
        }
        catch (RpcException e)
        {
            throw new CryptographicException($"failed to {what}, error: rpc error: code = {e.StatusCode} desc = {e.Status.Detail}", e);
        }
    }

    private sealed record CurrentSeed(byte[] Seed, string KeyId, EncryptedObject Envelope, DateTimeOffset Until);
}
