using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;

namespace KubeSharp.Storage.Etcd;

/// <summary>What a refused or failed call means: another member may do better, the write may have happened, the revision is wrong.</summary>
internal static class EtcdFaults
{
    /// <summary>Whether the request cannot have had an effect: it never left, or was turned away before it was proposed to the cluster.</summary>
    public static bool HadNoEffect(RpcException e) =>
        e.StatusCode switch
        {
            StatusCode.Unavailable or StatusCode.Internal => NeverSent(e) || Says(e, "no leader"),
            // Turned away: the database is full, too many requests wait, the request is too large, not permitted, no such call.
            StatusCode.ResourceExhausted or StatusCode.InvalidArgument or StatusCode.PermissionDenied or StatusCode.Unauthenticated
                or StatusCode.Unimplemented or StatusCode.FailedPrecondition => true,
            _ => false,
        };

    /// <summary>Whether the same request may succeed elsewhere or later.</summary>
    public static bool WorthRetrying(RpcException e) =>
        e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown
        && !IsCompacted(e) && !IsFuture(e);

    /// <summary>Whether the revision asked for was compacted away.</summary>
    public static bool IsCompacted(RpcException e) => e.StatusCode == StatusCode.OutOfRange && Says(e, "compacted");

    /// <summary>Whether the revision asked for does not exist yet.</summary>
    public static bool IsFuture(RpcException e) => e.StatusCode == StatusCode.OutOfRange && Says(e, "future revision");

    /// <summary>Whether the lease that a key was to have is none, or is over.</summary>
    public static bool IsLeaseUnknown(RpcException e) => e.StatusCode == StatusCode.NotFound && Says(e, "lease not found");

    /// <summary>One sentence for the log and for <c>/readyz</c>.</summary>
    /// <param name="endpoint">The member that was asked.</param>
    /// <param name="e">What it answered, or why it did not.</param>
    /// <param name="rejection">Why it ended its last connection just after the handshake, if it did.</param>
    public static string Describe(Uri endpoint, RpcException e, string? rejection) => e.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.Internal when Find<AuthenticationException>(e) is { InnerException: null } distrust =>
            $"The certificate of etcd at {endpoint} is not trusted (--etcd-cafile): {distrust.Message.TrimEnd('.')}.",
        StatusCode.Unavailable or StatusCode.Internal when rejection is not null && !NeverSent(e) => $"etcd at {endpoint} does not accept the client certificate (--etcd-certfile): {rejection.TrimEnd('.')}.",
        _ when Says(e, "no leader") => $"etcd at {endpoint} has no leader: fewer than half of its members reach each other.",
        _ when Says(e, "database space exceeded") => $"etcd at {endpoint} is full; compact and defragment it, then disarm its alarm.",
        StatusCode.DeadlineExceeded or StatusCode.Cancelled => $"etcd at {endpoint} did not answer in time.",
        StatusCode.Unavailable or StatusCode.Internal when NeverSent(e) => $"etcd at {endpoint} cannot be reached: {Cause(e)}.",
        StatusCode.Unavailable or StatusCode.Internal => $"The connection to etcd at {endpoint} broke: {Cause(e)}.",
        _ => $"etcd at {endpoint} refused: {e.Status.Detail.TrimEnd('.')}.",
    };

    private static bool NeverSent(RpcException e)
    {
        for (var inner = e.Status.DebugException; inner is not null; inner = inner.InnerException)
        {
            // The channel did not get a connection, or a pooled one could not be opened.
            if (inner is SocketException
                {
                    SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable
                or SocketError.NetworkUnreachable or SocketError.HostNotFound
                })
                return true;
            if (inner is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError })
                return true;
        }

        return false;
    }

    private static string Cause(RpcException e)
    {
        var inner = e.Status.DebugException;
        while (inner?.InnerException is { } deeper) inner = deeper;
        return (inner?.Message ?? e.Status.Detail).TrimEnd('.');
    }

    private static T? Find<T>(RpcException e)
        where T : Exception
    {
        for (var inner = e.Status.DebugException; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found) return found;
        }

        return null;
    }

    private static bool Says(RpcException e, string words) => e.Status.Detail.Contains(words, StringComparison.Ordinal);
}
