using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Binds a pod by posting a Binding.</summary>
internal sealed class DefaultBinder : IBindPlugin
{
    /// <inheritdoc/>
    public string Name => "DefaultBinder";

    /// <inheritdoc/>
    public async ValueTask<Status?> BindAsync(
        CycleState state, PodInfo pod, string nodeName, ISchedulerActions actions, CancellationToken cancel)
    {
        var failure = await actions.BindAsync(pod, nodeName, cancel).ConfigureAwait(false);
        return failure is null ? null : new Status(StatusCode.Error, Name, failure);
    }
}
