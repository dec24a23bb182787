using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Volumes;

namespace KubeSharp.Scheduler.Shell;

/// <summary>Carries volume decisions out: reserves volumes for claims, asks for provisioning, and waits until all claims are bound.</summary>
internal sealed class VolumeBinder(KubeClient client, InformerFactory informers, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Null when every claim is bound, otherwise why not.</summary>
    public async Task<string?> BindAsync(PodInfo pod, VolumeDecision decision, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            foreach (var (claimKey, volumeName) in decision.Bindings)
                await ReserveAsync(claimKey, volumeName, both.Token).ConfigureAwait(false);
            foreach (var claimKey in decision.Provisioned)
                await SelectNodeAsync(claimKey, decision.NodeName, both.Token).ConfigureAwait(false);
            return await WaitAsync(decision, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return $"binding volumes: timed out after {timeout.TotalSeconds:0}s waiting for the claims of pod {pod.Key} to be bound";
        }
        catch (Exception fault) when (fault is KubeApiException or HttpRequestException)
        {
            return "binding volumes: " + fault.Message;
        }
    }

    private static (string Namespace, string Name) Split(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }

    private static bool IsBound(PersistentVolumeClaim claim) =>
        !string.IsNullOrEmpty(claim.Spec.VolumeName) && claim.Metadata.Annotations?.ContainsKey(VolumeAnnotations.BindCompleted) == true;

    private async Task ReserveAsync(string claimKey, string volumeName, CancellationToken cancel)
    {
        var (ns, name) = Split(claimKey);
        var claim = await client.GetAsync<PersistentVolumeClaim>(ns, name, cancel).ConfigureAwait(false);
        var volume = await client.GetAsync<PersistentVolume>(null, volumeName, cancel).ConfigureAwait(false);
        if (volume.Spec.ClaimRef is { Uid.Length: > 0 } present && present.Uid == claim.Metadata.Uid)
            return;
        if (volume.Spec.ClaimRef is null)
        {
            volume.Metadata.Annotations ??= [];
            volume.Metadata.Annotations[VolumeAnnotations.BoundByController] = "yes";
        }

        volume.Spec.ClaimRef = new ObjectReference
        {
            ApiVersion = "v1",
            Kind = "PersistentVolumeClaim",
            Namespace = ns,
            Name = name,
            Uid = claim.Metadata.Uid,
            ResourceVersion = claim.Metadata.ResourceVersion,
        };
        await client.UpdateAsync(volume, cancellationToken: cancel).ConfigureAwait(false);
    }

    private async Task SelectNodeAsync(string claimKey, string nodeName, CancellationToken cancel)
    {
        var (ns, name) = Split(claimKey);
        var claim = await client.GetAsync<PersistentVolumeClaim>(ns, name, cancel).ConfigureAwait(false);
        claim.Metadata.Annotations ??= [];
        if (claim.Metadata.Annotations.GetValueOrDefault(VolumeAnnotations.SelectedNode) == nodeName)
            return;
        claim.Metadata.Annotations[VolumeAnnotations.SelectedNode] = nodeName;
        await client.UpdateAsync(claim, cancellationToken: cancel).ConfigureAwait(false);
    }

    private async Task<string?> WaitAsync(VolumeDecision decision, CancellationToken cancel)
    {
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var claims = informers.Get<PersistentVolumeClaim>();
        using var registration = claims.AddHandler(_ => Check(), (_, _) => Check(), _ => Check());
        Check();
        return await done.Task.WaitAsync(cancel).ConfigureAwait(false);

        void Check()
        {
            foreach (var (claimKey, _) in decision.Bindings)
            {
                if (!IsReady(claimKey, null))
                    return;
            }

            foreach (var claimKey in decision.Provisioned)
            {
                if (!IsReady(claimKey, decision.NodeName))
                    return;
            }

            done.TrySetResult(null);
        }

        bool IsReady(string claimKey, string? node)
        {
            var (ns, name) = Split(claimKey);
            if (claims.Get(ns, name) is not { } claim)
            {
                done.TrySetResult($"binding volumes: persistentvolumeclaim \"{name}\" is gone");
                return false;
            }

            if (IsBound(claim))
                return true;
            if (node is not null && claim.Metadata.Annotations is { } annotations &&
                annotations.TryGetValue(VolumeAnnotations.SelectedNode, out var selected) && selected != node)
            {
                done.TrySetResult($"binding volumes: selectedNode of persistentvolumeclaim \"{name}\" was changed to \"{selected}\"");
            }

            return false;
        }
    }
}
