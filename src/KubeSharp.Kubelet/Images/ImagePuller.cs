using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using KubeSharp.Client;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Models.Core.V1;
using Backoff = KubeSharp.Kubelet.Pods.Decisions.Backoff;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// Has the image of a container on the node, by its pull policy; failures back off per image.
/// https://kubernetes.io/docs/concepts/containers/images/
/// </summary>
internal sealed class ImagePuller(IContainerRuntime runtime, PullCredentials credentials, TimeProvider time)
{
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, PullBackoff> backoffs = new(StringComparer.Ordinal);

    /// <summary>The image, present on the node.</summary>
    /// <exception cref="StartException">It is not there and may not or cannot be pulled.</exception>
    public async Task<Image> EnsureAsync(Pod pod, PodContainer container, ContainerEvents events, CancellationToken cancellationToken)
    {
        var name = container.Spec.Image ?? "";
        if (ImageName.Fault(name) is { } fault)
        {
            var message = $"Failed to apply default image tag \"{name}\": couldn't parse image name \"{name}\": {fault}";
            events.Report(pod, container, EventTypes.Warning, "InspectFailed", message);
            throw new StartException("InvalidImageName", message);
        }

        Image? present;
        try
        {
            present = await runtime.ImageStatusAsync(name, cancellationToken);
        }
        catch (RpcException e)
        {
            var message = $"Failed to inspect image \"{name}\": {e.Status.Detail}";
            events.Report(pod, container, EventTypes.Warning, "InspectFailed", message);
            throw new StartException("ImageInspectError", message, inner: e);
        }

        var policy = container.Spec.ImagePullPolicy ?? (HasFixedTag(name) ? "IfNotPresent" : "Always");
        if (present is not null && policy != "Always")
        {
            events.Report(pod, container, EventTypes.Normal, "Pulled", $"Container image \"{name}\" already present on machine");
            return present;
        }

        if (policy == "Never")
        {
            events.Report(
                pod, container, EventTypes.Warning, "ErrImageNeverPull", $"Container image \"{name}\" is not present with pull policy of Never");
            throw new StartException("ErrImageNeverPull", $"Container image \"{name}\" is not present with pull policy of Never");
        }

        return await PullAsync(pod, container, name, events, cancellationToken);
    }

    private async Task<Image> PullAsync(Pod pod, PodContainer container, string name, ContainerEvents events, CancellationToken cancellationToken)
    {
        var key = $"{pod.Metadata.Uid}_{name}";
        if (backoffs.TryGetValue(key, out var failed) && failed.RetryAt > time.GetUtcNow())
        {
            throw BackOff(pod, container, name, failed, events);
        }

        events.Report(pod, container, EventTypes.Normal, "Pulling", $"Pulling image \"{name}\"");
        var start = time.GetTimestamp();
        try
        {
            await PullWithAnyAsync(pod, name, cancellationToken);
            var image = await runtime.ImageStatusAsync(name, cancellationToken) ??
                throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "image is gone right after it was pulled"));
            var took = GoSeconds(time.GetElapsedTime(start));
            events.Report(
                pod, container, EventTypes.Normal, "Pulled",
                $"Successfully pulled image \"{name}\" in {took} ({took} including waiting). Image size: {image.Size} bytes.");
            backoffs.TryRemove(key, out _);
            return image;
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var next = Backoff.Next(failed?.Backoff, now, now);
            var reason = e.StatusCode == StatusCode.Unavailable ? "RegistryUnavailable" : "ErrImagePull";
            var detail = $"rpc error: code = {e.StatusCode} desc = {e.Status.Detail}";
            backoffs[key] = new PullBackoff(next, now + next.Delay, $"{reason}: {detail}");
            Expire(now);
            events.Report(pod, container, EventTypes.Warning, "Failed", $"Failed to pull image \"{name}\": {detail}");
            events.Report(pod, container, EventTypes.Warning, "Failed", $"Error: {reason}");

            // Shown for a moment as what it is; from the next try on, which comes at once, as back-off.
            throw new StartException(reason, detail, TimeSpan.FromSeconds(2), e);
        }
    }

    private StartException BackOff(Pod pod, PodContainer container, string name, PullBackoff failed, ContainerEvents events)
    {
        events.Report(pod, container, EventTypes.Normal, "BackOff", $"Back-off pulling image \"{name}\"");
        events.Report(pod, container, EventTypes.Warning, "Failed", "Error: ImagePullBackOff");
        return new StartException("ImagePullBackOff", $"Back-off pulling image \"{name}\": {failed.Failure}", failed.RetryAt - time.GetUtcNow());
    }

    private async Task PullWithAnyAsync(Pod pod, string name, CancellationToken cancellationToken)
    {
        RpcException? last = null;
        foreach (var auth in await credentials.ForAsync(pod, name, cancellationToken))
        {
            try
            {
                await runtime.PullImageAsync(name, auth, null, cancellationToken);
                return;
            }
            catch (RpcException e) when (e.StatusCode != StatusCode.Cancelled)
            {
                last = e;
            }
        }

        throw last!;
    }

    private void Expire(DateTimeOffset now)
    {
        foreach (var (key, value) in backoffs)
        {
            if (value.RetryAt + ForgetAfter < now)
            {
                backoffs.TryRemove(key, out _);
            }
        }
    }

    private static bool HasFixedTag(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
        {
            return true;
        }

        var tag = image.LastIndexOf(':');
        return tag > image.LastIndexOf('/') && image[(tag + 1)..] != "latest";
    }

    private static string GoSeconds(TimeSpan time) => time.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s");

    private sealed record PullBackoff(Backoff Backoff, DateTimeOffset RetryAt, string Failure);
}
