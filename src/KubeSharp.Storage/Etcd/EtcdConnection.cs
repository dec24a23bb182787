using Grpc.Core;
using Grpc.Net.Client;

namespace KubeSharp.Storage.Etcd;

/// <summary>
/// The members of one etcd. One of them gets all requests; when it does not answer, the next is asked. Reads are asked again, writes only when they cannot
/// have had an effect.
/// </summary>
internal sealed class EtcdConnection : IDisposable
{
    // A member that hangs (stopped, cut off) is left for the next one after this.
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Turned away at once by a member without a leader, rather than kept waiting.
    private static readonly Metadata RequireLeader = new() { { "hasleader", "true" } };

    private readonly EtcdTransport transport;
    private readonly EtcdEndpoint[] endpoints;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private int current;

    /// <summary>Reads the certificates; connects when first used.</summary>
    /// <exception cref="StoreOpenException">There is no endpoint, or a certificate cannot be read.</exception>
    public EtcdConnection(EtcdStoreOptions options)
    {
        if (options.Endpoints.Count == 0) throw new StoreOpenException("No etcd server is named.");
        timeout = options.RequestTimeout;
        time = options.TimeProvider;
        transport = new EtcdTransport(options);
        var channel = new GrpcChannelOptions
        {
            HttpHandler = transport,
            DisposeHttpClient = false,
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
        };
        endpoints = [.. options.Endpoints.Select(address => new EtcdEndpoint(address, channel))];
    }

    /// <summary>The member that is asked at present.</summary>
    public EtcdEndpoint Current => endpoints[Volatile.Read(ref current)];

    /// <summary>Told of each success (null) and failure (a sentence).</summary>
    public Action<string?> Report { get; set; } = static _ => { };

    /// <summary>The options of a call that may stay open.</summary>
    public static CallOptions LongCall(CancellationToken cancellationToken) => new(RequireLeader, cancellationToken: cancellationToken);

    /// <summary>One sentence for a call that failed.</summary>
    public string Describe(EtcdEndpoint endpoint, RpcException e) => EtcdFaults.Describe(endpoint.Address, e, transport.Rejection(endpoint.Address));

    /// <summary>Leaves a member that failed; harmless when another has been chosen since.</summary>
    public void Leave(EtcdEndpoint failed)
    {
        var at = Array.IndexOf(endpoints, failed);
        Interlocked.CompareExchange(ref current, (at + 1) % endpoints.Length, at);
    }

    /// <summary>Asks something that changes nothing, so that it may be asked again.</summary>
    /// <exception cref="RpcException">The request itself is refused.</exception>
    /// <exception cref="StoreUnavailableException">No member answered.</exception>
    public Task<T> ReadAsync<T>(Func<EtcdEndpoint, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        AskAsync(call, EtcdFaults.WorthRetrying, OneTry < timeout ? OneTry : timeout, writes: false, cancellationToken);

    /// <summary>Asks for a change.</summary>
    /// <exception cref="RpcException">The request itself is refused.</exception>
    /// <exception cref="StoreUnavailableException">No member answered; the change may have happened if it says so.</exception>
    public Task<T> WriteAsync<T>(Func<EtcdEndpoint, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        AskAsync(call, static e => EtcdFaults.WorthRetrying(e) && EtcdFaults.HadNoEffect(e), timeout, writes: true, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var endpoint in endpoints) endpoint.Dispose();
        transport.Dispose();
    }

    private async Task<T> AskAsync<T>(
        Func<EtcdEndpoint, CallOptions, AsyncUnaryCall<T>> call, Func<RpcException, bool> again, TimeSpan tryFor, bool writes, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + timeout;
        for (var tries = 1; ; tries++)
        {
            var endpoint = Current;
            try
            {
                var deadline = DateTime.UtcNow + tryFor;
                using var asked = call(endpoint, new CallOptions(RequireLeader, deadline, cancellationToken));
                var answer = await asked.ResponseAsync.ConfigureAwait(false);
                Report(null);
                return answer;
            }
            catch (RpcException e) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Status.Detail, e, cancellationToken);
            }
            catch (RpcException e) when (EtcdFaults.WorthRetrying(e) || e.StatusCode == StatusCode.ResourceExhausted)
            {
                var sentence = Describe(endpoint, e);
                Report(sentence);
                Leave(endpoint);
                if (!again(e) || time.GetUtcNow() >= end) throw new StoreUnavailableException(sentence, writes && !EtcdFaults.HadNoEffect(e), e);
            }

            // All have been asked: not at once again.
            if (tries % endpoints.Length == 0) await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
