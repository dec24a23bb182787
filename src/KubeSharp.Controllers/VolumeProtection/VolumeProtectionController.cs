using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Keeps PersistentVolumes that are bound to a claim: a deleted one goes when the claim is gone.</summary>
internal sealed class VolumeProtectionController : KeyedController
{
    public const string Finalizer = "kubernetes.io/pv-protection";
    private readonly Informer<PersistentVolume> volumes;

    public VolumeProtectionController(ControllerContext context)
        : base(context) => volumes = Main<PersistentVolume>();

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (volumes.Get(key) is not { } volume) return ReconcileResult.Done;
        bool has = volume.Metadata.Finalizers?.Contains(Finalizer) == true;
        bool deleted = volume.Metadata.DeletionTimestamp is not null;
        if (has != deleted || (deleted && volume.Status.Phase == "Bound")) return ReconcileResult.Done;
        PersistentVolume copy = volume.DeepCopy();
        if (deleted) copy.Metadata.Finalizers!.Remove(Finalizer);
        else (copy.Metadata.Finalizers ??= []).Add(Finalizer);
        await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }
}
