using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiServer.Storage.Encryption;
using KubeSharp.ApiServer.Storage.Encryption.Protocol;
using KubeSharp.ApiServer.Tests.Support;
using KubeSharp.Tests.Kms;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.ApiServer.Tests.Storage;

/// <summary>Envelope encryption against a key management service on a socket.</summary>
public sealed class KmsProviderTests : IAsyncLifetime
{
    private static readonly byte[] Context = "/registry/secrets/default/s"u8.ToArray();

    private readonly TestKeyService _keys = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _keys.StartAsync();

    public ValueTask DisposeAsync() => _keys.DisposeAsync();

    [Fact]
    public async Task Values_come_back_and_the_service_is_asked_once()
    {
        using var provider = Provider();
        var first = await provider.EncryptAsync("one"u8.ToArray(), Context, Cancelled);
        var second = await provider.EncryptAsync("two"u8.ToArray(), Context, Cancelled);
        Assert.StartsWith("k8s:enc:kms:v2:vault:", Encoding.UTF8.GetString(first));
        Assert.Equal(("one", false), await Read(provider, first));
        Assert.Equal(("two", false), await Read(provider, second));
        // What this process wrote it reads without asking.
        Assert.Equal((1, 0), (_keys.Encrypted, _keys.Decrypted));
    }

    [Fact]
    public async Task Another_process_reads_them_through_the_service()
    {
        byte[] stored;
        using (var writer = Provider())
            stored = await writer.EncryptAsync("one"u8.ToArray(), Context, Cancelled);
        using var reader = Provider();
        Assert.Equal(("one", false), await Read(reader, stored));
    }

    [Fact]
    public async Task A_new_key_of_the_service_makes_old_values_stale()
    {
        byte[] stored;
        using (var writer = Provider())
            stored = await writer.EncryptAsync("one"u8.ToArray(), Context, Cancelled);
        using var reader = Provider();
        Assert.Null(await reader.CheckAsync(Cancelled));
        Assert.Equal(("one", false), await Read(reader, stored));
        _keys.Current = "key-2";
        Assert.Null(await reader.CheckAsync(Cancelled));
        Assert.Equal(("one", true), await Read(reader, stored));
        var again = await reader.EncryptAsync("one"u8.ToArray(), Context, Cancelled);
        Assert.Equal(("one", false), await Read(reader, again));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named()
    {
        using var provider = Provider(_keys.Socket + ".absent");
        var failure = await Assert.ThrowsAsync<CryptographicException>(async () => await provider.EncryptAsync("one"u8.ToArray(), Context, Cancelled));
        Assert.StartsWith("failed to status, error: rpc error: code = Unavailable", failure.Message);
    }

    [Fact]
    public async Task While_the_service_is_out_known_values_are_read_and_for_three_minutes_written()
    {
        var time = new SettableTime();
        using var provider = Provider(time: time);
        var stored = await provider.EncryptAsync("one"u8.ToArray(), Context, Cancelled);
        _keys.Health = "sealed";
        Assert.Equal("got unexpected healthz status: sealed", await provider.CheckAsync(Cancelled));
        Assert.Equal("got unexpected healthz status: sealed", provider.Problem);
        time.Advance(TimeSpan.FromMinutes(2));
        await provider.EncryptAsync("two"u8.ToArray(), Context, Cancelled);
        time.Advance(TimeSpan.FromMinutes(2));
        var failure = await Assert.ThrowsAsync<CryptographicException>(async () => await provider.EncryptAsync("two"u8.ToArray(), Context, Cancelled));
        Assert.Matches("^EDEK with keyID hash sha256:[0-9a-f]+ expired at .*: got unexpected healthz status: sealed$", failure.Message);
        Assert.Equal(("one", false), await Read(provider, stored));
        _keys.Health = "ok";
        // Whoever writes does not wait for the next look at the service.
        await provider.EncryptAsync("two"u8.ToArray(), Context, Cancelled);
        Assert.Null(provider.Problem);
    }

    [Theory]
    [InlineData("v1", "ok", "k", "expected KMSv2 API version v2, got v1")]
    [InlineData("v2", "no", "k", "got unexpected healthz status: no")]
    [InlineData("v2", "ok", "", "got invalid KMSv2 KeyID: keyID is empty")]
    [InlineData("v2beta1", "ok", "k", null)]
    public void A_status_keeps_to_the_protocol(string version, string health, string key, string? problem) =>
        Assert.Equal(problem, KmsChecks.Problem(new StatusResponse { Version = version, Healthz = health, KeyId = key }));

    private KmsProvider Provider(string? socket = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        return new KmsProvider(new KmsSettings("vault", socket ?? _keys.Socket, TimeSpan.FromSeconds(10)), new EncryptionMetrics(time, "here"), time, NullLogger.Instance);
    }

    private static async Task<(string, bool)> Read(KmsProvider provider, byte[] stored)
    {
        var read = await provider.DecryptAsync(stored.AsMemory(provider.Prefix.Length), Context, Cancelled);
        return (Encoding.UTF8.GetString(read.Value.Span), read.Stale);
    }
}
