using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using KubeSharp.ApiServer.Storage.Encryption.Protocol;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>
/// Envelope encryption: values under keys derived from a seed of this process, the seed encrypted by a key management service on a Unix socket. The service
/// is asked once for each seed, not for each value; when its key changes, a new seed is made and what the old key protects is stale.
/// </summary>
/// <remarks>
/// While the service is out, values are read whose seeds are known already, and for three minutes values are written; both as upstream. The service is looked
/// at once a minute, every ten seconds while it is out.
/// </remarks>
internal sealed partial class KmsProvider : IEncryptionProvider, IDisposable
{
    private const int Seed = 32;
    private static readonly TimeSpan GoodPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BadPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromMinutes(3);

    private readonly KmsSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly EncryptionMetrics metrics;
    private readonly byte[] header;
    private readonly KmsService service;
    private readonly ExtendedNonceGcmCipher extended = new();
    private readonly AesGcmCipher plain = new();
    private readonly ConcurrentDictionary<string, byte[]> seeds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private KmsSeed? current;
    private volatile string? problem = "not asked yet";

    /// <summary>Connects when first used.</summary>
    public KmsProvider(KmsSettings settings, EncryptionMetrics metrics, TimeProvider time, ILogger logger)
    {
        (this.settings, this.metrics, this.time, this.logger) = (settings, metrics, time, logger);
        Prefix = $"k8s:enc:kms:v2:{settings.Name}:";
        header = Encoding.UTF8.GetBytes(Prefix);
        service = new KmsService(settings, metrics);
    }

    public string Prefix { get; }

    public ReadOnlySpan<byte> Header => header;

    /// <summary>What it is called and where it is.</summary>
    public KmsSettings Settings => settings;

    /// <summary>What was wrong with the service when it was last asked; null if nothing was.</summary>
    public string? Problem => problem;

    /// <summary>How many seeds are known.</summary>
    public int KnownSeeds => seeds.Count;

    /// <summary>Looks after the service until <see cref="Dispose"/>.</summary>
    public void Start() => _ = FollowAsync();

    public async ValueTask<Decrypted> DecryptAsync(ReadOnlyMemory<byte> body, byte[] context, CancellationToken cancellationToken)
    {
        EncryptedObject stored;
        try
        {
            stored = EncryptedObject.Parser.ParseFrom(body.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new CryptographicException("failed to unmarshal EncryptedObject: " + e.Message, e);
        }

        var seed = await SeedAsync(stored, cancellationToken);
        ICipher cipher = stored.EncryptedDekSourceType == EncryptedDEKSourceType.AesGcmKey ? plain : extended;
        var value = cipher.Decrypt(seed, stored.EncryptedData.Span, context);
        metrics.KeyUsed(settings.Name, stored.KeyId, reading: true);
        // Whether a newer key is there need not be known for sure: who rewrites what is stale does so when the new key is in use.
        var now = Volatile.Read(ref current);
        return new Decrypted(value, Stale: now is not null && (stored.KeyId != now.KeyId || stored.EncryptedDekSourceType != now.Envelope.EncryptedDekSourceType));
    }

    public async ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> value, byte[] context, CancellationToken cancellationToken)
    {
        var seed = Volatile.Read(ref current);
        if (seed is null || seed.Until <= time.GetUtcNow()) seed = await RenewAsync(cancellationToken);
        var stored = seed.Envelope.Clone();
        stored.EncryptedData = ByteString.CopyFrom(extended.Encrypt(seed.Seed, value.Span, context));
        metrics.KeyUsed(settings.Name, seed.KeyId, reading: false);
        return [.. header, .. stored.ToByteArray()];
    }

    /// <summary>Asks the service how it is, and makes a new seed if it has another key.</summary>
    /// <returns>What is wrong; null if nothing is.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await LookAsync(cancellationToken);
            if (problem is not null) LogHealed(settings.Name);
            return problem = null;
        }
        catch (CryptographicException e)
        {
            if (problem != e.Message) LogOut(settings.Name, e.Message);
            return problem = e.Message;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        service.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                var good = await CheckAsync(stopping.Token) is null;
                await Task.Delay(good ? GoodPeriod : BadPeriod, time, stopping.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Another configuration took over, or the server ends.
        }
    }

    // Nothing to write with: before giving up, the service is asked once more.
    private async Task<KmsSeed> RenewAsync(CancellationToken cancellationToken)
    {
        var why = await CheckAsync(cancellationToken);
        var seed = Volatile.Read(ref current);
        if (seed is null) throw new CryptographicException(why ?? "no key is known");
        var now = time.GetUtcNow();
        if (seed.Until > now) return seed;
        throw new CryptographicException(
            $"EDEK with keyID hash {EncryptionMetrics.HashOf(seed.KeyId)} expired at {seed.Until:yyyy-MM-dd'T'HH:mm:ss'Z'} (current time is {now:yyyy-MM-dd'T'HH:mm:ss'Z'}): {why}");
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var status = await service.StatusAsync(cancellationToken);
        if (KmsChecks.Problem(status) is { } wrong)
        {
            if (status.KeyId.Length == 0) metrics.InvalidKeyId(settings.Name, "empty");
            throw new CryptographicException(wrong);
        }

        metrics.KeySeen(settings.Name, status.KeyId);
        var until = time.GetUtcNow() + WriteLimit;
        if (current is { } same && same.KeyId == status.KeyId)
        {
            Volatile.Write(ref current, same with { Until = until });
            return;
        }

        var seed = RandomNumberGenerator.GetBytes(Seed);
        var request = new EncryptRequest { Plaintext = ByteString.CopyFrom(seed), Uid = Guid.NewGuid().ToString() };
        var encrypted = await service.EncryptAsync(request, cancellationToken);
        if (KmsChecks.Problem(encrypted) is { } fault) throw new CryptographicException(fault);
        var envelope = new EncryptedObject
        {
            KeyId = encrypted.KeyId,
            EncryptedDekSource = encrypted.Ciphertext,
            Annotations = { encrypted.Annotations },
            EncryptedDekSourceType = EncryptedDEKSourceType.HkdfSha256XnonceAesGcmSeed,
        };
        // What this process writes it reads without asking.
        seeds[IdOf(envelope)] = seed;
        Volatile.Write(ref current, new KmsSeed(seed, encrypted.KeyId, envelope, until));
    }

    private async ValueTask<byte[]> SeedAsync(EncryptedObject stored, CancellationToken cancellationToken)
    {
        var id = IdOf(stored);
        if (seeds.TryGetValue(id, out var known)) return known;
        metrics.SeedMissed();
        var request = new DecryptRequest { Ciphertext = stored.EncryptedDekSource, Uid = Guid.NewGuid().ToString(), KeyId = stored.KeyId, Annotations = { stored.Annotations } };
        var answer = await service.DecryptAsync(request, cancellationToken);
        return seeds[id] = answer.Plaintext.ToByteArray();
    }

    private static string IdOf(EncryptedObject stored) => Convert.ToHexString(SHA256.HashData(stored.EncryptedDekSource.Span)) + "/" + stored.KeyId;

    [LoggerMessage(Level = LogLevel.Error, Message = "Key management service {Name}: {Problem}")]
    private partial void LogOut(string name, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key management service {Name} answers")]
    private partial void LogHealed(string name);
}
