using System.Net;
using System.Net.Sockets;
using KubeSharp.Kubelet.Linux;

namespace KubeSharp.Kubelet.Server.PortForward;

/// <summary>Opens connections inside a pod's network namespace.</summary>
internal static class PodNetwork
{
    /// <summary>
    /// Connects to a port on the pod's loopback (as upstream does; IPv4 first). A socket belongs for its whole life to the
    /// namespace of the thread that created it, so a thread of its own enters the namespace, makes the socket and ends.
    /// </summary>
    /// <param name="namespacePath">The pod's network namespace, such as <c>/proc/4711/ns/net</c>.</param>
    /// <param name="port">The port in the pod.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SocketException">Nothing listens there.</exception>
    /// <exception cref="IOException">The namespace is gone.</exception>
    public static async ValueTask<Socket> ConnectAsync(string namespacePath, int port, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(namespacePath, new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        }
        catch (SocketException)
        {
            return await ConnectAsync(namespacePath, new IPEndPoint(IPAddress.IPv6Loopback, port), cancellationToken);
        }
    }

    private static async ValueTask<Socket> ConnectAsync(string namespacePath, IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = await CreateSocketAsync(namespacePath, target.AddressFamily);
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Task<Socket> CreateSocketAsync(string namespacePath, AddressFamily family)
    {
        TaskCompletionSource<Socket> created = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                using var handle = File.OpenHandle(namespacePath);
                if (Libc.SetNamespace((int)handle.DangerousGetHandle(), Libc.CloneNewNet) != 0)
                    throw new IOException($"the network namespace {namespacePath} cannot be entered: {Libc.LastError}");
                created.SetResult(new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
            }
            catch (Exception e)
            {
                created.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "pod network",
        };
        thread.Start();
        return created.Task;
    }
}
