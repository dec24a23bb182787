using System.Text;
using Grpc.Core;
using KubeSharp.Kubelet.Cri;

namespace KubeSharp.Kubelet.Probes.Handlers;

/// <summary>Runs a command in the container; exit code 0 is success.</summary>
internal static class ExecProbe
{
    // What upstream keeps of a command's output for the event.
    private const int MaxOutput = 10 << 10;

    public static async ValueTask<ProbeOutcome> RunAsync(
        IContainerRuntime runtime, string containerId, IEnumerable<string> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await runtime.ExecSyncAsync(containerId, command, timeout, cancellationToken);
            var output = Text(answer.Stdout.Span) + Text(answer.Stderr.Span);
            return answer.ExitCode == 0 ? ProbeOutcome.Success(output) : ProbeOutcome.Failure(output);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            return ProbeOutcome.Failure($"command timed out: \"{string.Join(' ', command)}\" timed out after {timeout.TotalSeconds:0}s");
        }
        catch (RpcException e) when (e.StatusCode != StatusCode.Unavailable)
        {
            // The command could not be started: no such file, for one. Upstream counts that against the container.
            return ProbeOutcome.Failure(e.Status.Detail);
        }
        catch (RpcException e)
        {
            return new ProbeOutcome(ProbeResult.Unknown, e.Status.Detail);
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxOutput)]);
}
