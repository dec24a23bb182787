using Google.Protobuf;
using Grpc.Core;
using KubeSharp.ApiServer.Storage.Encryption.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Tests.Kms;

/// <summary>A key management service (KMS v2) on a socket of its own, whose key and health a test can change.</summary>
internal sealed class TestKeyService : IAsyncDisposable
{
    private WebApplication? _server;

    /// <summary>Where it listens.</summary>
    public string Socket { get; } = Path.Combine(Path.GetTempPath(), $"kms-{Guid.NewGuid():N}.sock");

    /// <summary>The name of the key that encrypts.</summary>
    public string Current { get; set; } = "key-1";

    /// <summary>What it says of its health.</summary>
    public string Health { get; set; } = "ok";

    /// <summary>How often it was asked to encrypt.</summary>
    public int Encrypted { get; private set; }

    /// <summary>How often it was asked to decrypt.</summary>
    public int Decrypted { get; private set; }

    /// <summary>Begins to listen, also after it has stopped.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _server = builder.Build();
        _server.MapGrpcService<Service>();
        await _server.StartAsync();
    }

    /// <summary>Ends it; whoever asks finds nobody there.</summary>
    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
        File.Delete(Socket);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync();

    // "Encrypts" by turning bits: enough to tell what went through it.
    private sealed class Service(TestKeyService keys) : KeyManagementService.KeyManagementServiceBase
    {
        public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context) =>
            Task.FromResult(new StatusResponse { Version = "v2", Healthz = keys.Health, KeyId = keys.Current });

        public override Task<EncryptResponse> Encrypt(EncryptRequest request, ServerCallContext context)
        {
            keys.Encrypted++;
            return Task.FromResult(new EncryptResponse { Ciphertext = Turned(request.Plaintext), KeyId = keys.Current });
        }

        public override Task<DecryptResponse> Decrypt(DecryptRequest request, ServerCallContext context)
        {
            keys.Decrypted++;
            return Task.FromResult(new DecryptResponse { Plaintext = Turned(request.Ciphertext) });
        }

        private static ByteString Turned(ByteString bytes) => ByteString.CopyFrom([.. bytes.Select(b => (byte)~b)]);
    }
}
