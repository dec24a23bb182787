using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Models.Core.V1;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Server.Logs;

/// <summary><c>/containerLogs/{namespace}/{pod}/{container}</c>.</summary>
internal sealed class LogsEndpoint(IServedPods pods, TimeProvider time)
{
    public async Task ServeAsync(HttpContext context, string ns, string podName, string containerName)
    {
        if (LogQuery.Parse(context.Request.Query, time.GetUtcNow(), out var fault) is not { } query)
        {
            await RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, fault!);
            return;
        }

        if (pods.Find(ns, podName) is not { } pod)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"pod does not exist: {podName}");
            return;
        }

        if (!PodContainer.Of(pod).Exists(c => c.Name == containerName))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"container \"{containerName}\" not found in pod \"{podName}\"");
            return;
        }

        if (Choose(pod, pods.Observed(pod), containerName, query.Previous) is not { } container)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, NothingToRead(pod, containerName, query.Previous));
            return;
        }

        if (!File.Exists(container.LogPath))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"the log file of container \"{containerName}\" in pod \"{podName}\" is gone");
            return;
        }

        context.Response.ContentType = "text/plain";
        await context.Response.StartAsync(context.RequestAborted);
        bool IsRunning() => pods.Observed(pod).ById(container.Id) is { Running: true };
        await new ContainerLogReader(container.LogPath, query, IsRunning, time).WriteToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>
    /// The newest instance that has started, or the one before it. While a container waits to be started again its last instance
    /// is the previous one already, as it is in the pod's status.
    /// </summary>
    private static ObservedContainer? Choose(Pod pod, ObservedPod observed, string name, bool previous)
    {
        var started = observed.Containers.Where(c => c.Name == name && c.State != ObservedState.Created).ToList();
        var isPrevious = previous && (started is [{ Running: true }, ..] || StatusOf(pod, name)?.State.Waiting is null);
        return started.Skip(isPrevious ? 1 : 0).FirstOrDefault();
    }

    private static ContainerStatus? StatusOf(Pod pod, string name) => (pod.Status.ContainerStatuses ?? [])
        .Concat(pod.Status.InitContainerStatuses ?? [])
        .Concat(pod.Status.EphemeralContainerStatuses ?? [])
        .FirstOrDefault(s => s.Name == name);

    private static string NothingToRead(Pod pod, string container, bool previous)
    {
        if (previous)
            return $"previous terminated container \"{container}\" in pod \"{pod.Metadata.Name}\" not found";
        var reason = StatusOf(pod, container)?.State.Waiting?.Reason ?? "ContainerCreating";
        var how = reason.Contains("Err", StringComparison.Ordinal) || reason.Contains("BackOff", StringComparison.Ordinal) ? "trying and failing to pull image" : reason;
        return $"container \"{container}\" in pod \"{pod.Metadata.Name}\" is waiting to start: {how}";
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(message);
    }
}
