using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Keeps PersistentVolumeClaims that pods still use: a deleted one goes when the last of them is gone.</summary>
internal sealed class ClaimProtectionController : KeyedController
{
    public const string Finalizer = "kubernetes.io/pvc-protection";
    private const string ByClaim = "claims";
    private readonly Informer<PersistentVolumeClaim> claims;
    private readonly Informer<Pod> pods;

    public ClaimProtectionController(ControllerContext context)
        : base(context)
    {
        claims = Main<PersistentVolumeClaim>();
        pods = Need<Pod>();
        pods.AddIndex(ByClaim, static p => ClaimsOf(p).Select(c => p.Metadata.Namespace + "/" + c));
        pods.AddHandler(null, (_, pod) => PodSeen(pod, PodFacts.IsFinished(pod)), pod => PodSeen(pod, true));
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (claims.Get(key) is not { } claim) return ReconcileResult.Done;
        bool has = claim.Metadata.Finalizers?.Contains(Finalizer) == true;
        bool deleted = claim.Metadata.DeletionTimestamp is not null;
        if (has != deleted || (deleted && IsUsed(key))) return ReconcileResult.Done;
        PersistentVolumeClaim copy = claim.DeepCopy();
        if (deleted) copy.Metadata.Finalizers!.Remove(Finalizer);
        else (copy.Metadata.Finalizers ??= []).Add(Finalizer);
        await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    /// <summary>A pod that has not reached a node, or has ended, holds no volume.</summary>
    private bool IsUsed(ObjectKey key)
    {
        foreach (Pod pod in pods.ByIndex(ByClaim, key.ToString()))
            if (!PodFacts.IsFinished(pod) && !string.IsNullOrEmpty(pod.Spec.NodeName)) return true;
        return false;
    }

    private void PodSeen(Pod pod, bool matters)
    {
        if (!matters) return;
        foreach (string claim in ClaimsOf(pod)) Queue.Add(new ObjectKey(pod.Metadata.Namespace ?? "", claim));
    }

    private static IEnumerable<string> ClaimsOf(Pod pod)
    {
        foreach (Volume volume in pod.Spec.Volumes ?? [])
        {
            if (volume.PersistentVolumeClaim is { } named) yield return named.ClaimName;
            else if (volume.Ephemeral is not null) yield return pod.Metadata.Name + "-" + volume.Name;
        }
    }
}
