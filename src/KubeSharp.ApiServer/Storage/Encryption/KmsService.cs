using System.Net.Sockets;
using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.ApiServer.Storage.Encryption.Protocol;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>A key management service on a Unix socket. Connects when first used, and again after every break.</summary>
internal sealed class KmsService : IDisposable
{
    private readonly KmsSettings settings;
    private readonly EncryptionMetrics metrics;
    private readonly GrpcChannel channel;
    private readonly KeyManagementService.KeyManagementServiceClient client;

    /// <summary>Knows where it is; nothing is sent yet.</summary>
    public KmsService(KmsSettings settings, EncryptionMetrics metrics)
    {
        this.settings = settings;
        this.metrics = metrics;
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, cancellationToken) => ConnectAsync(settings.Socket, cancellationToken) };
        channel = GrpcChannel.ForAddress("http://kms", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        client = new KeyManagementService.KeyManagementServiceClient(channel);
    }

    /// <summary>How it is and which key it uses.</summary>
    /// <exception cref="CryptographicException">It does not answer.</exception>
    public Task<StatusResponse> StatusAsync(CancellationToken cancellationToken) =>
        AskAsync("Status", "failed to status", options => client.StatusAsync(new StatusRequest(), options), cancellationToken);

    /// <summary>Encrypts a seed.</summary>
    /// <exception cref="CryptographicException">It does not answer, or refuses.</exception>
    public Task<EncryptResponse> EncryptAsync(EncryptRequest request, CancellationToken cancellationToken) =>
        AskAsync("Encrypt", "failed to encrypt DEK", options => client.EncryptAsync(request, options), cancellationToken);

    /// <summary>Decrypts a seed.</summary>
    /// <exception cref="CryptographicException">It does not answer, or refuses.</exception>
    public Task<DecryptResponse> DecryptAsync(DecryptRequest request, CancellationToken cancellationToken) =>
        AskAsync("Decrypt", "failed to decrypt DEK", options => client.DecryptAsync(request, options), cancellationToken);

    /// <inheritdoc />
    public void Dispose() => channel.Dispose();

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

    private async Task<T> AskAsync<T>(string method, string failure, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        var begun = metrics.Begin();
        try
        {
            // The wait for an answer is the system's, whatever clock the server runs by.
            using var asked = call(new CallOptions(deadline: DateTime.UtcNow + settings.Timeout, cancellationToken: cancellationToken));
            var answer = await asked;
            metrics.KmsCalled(settings.Name, method, StatusCode.OK, begun);
            return answer;
        }
        catch (RpcException e)
        {
            metrics.KmsCalled(settings.Name, method, e.StatusCode, begun);
            if (e.StatusCode == StatusCode.Cancelled) cancellationToken.ThrowIfCancellationRequested();
            throw new CryptographicException($"{failure}, error: rpc error: code = {e.StatusCode} desc = {e.Status.Detail}", e);
        }
    }
}
