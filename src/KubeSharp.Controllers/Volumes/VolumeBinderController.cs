using KubeSharp.ApiMachinery.Values;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Storage.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Binds claims to volumes that fit. Volumes that do not exist yet are a provisioner's: this tells it which claims are its own. Claims
/// of a class that waits for a first consumer are left alone until the scheduler has chosen a node.
/// </summary>
internal sealed class VolumeBinderController : KeyedController
{
    private readonly Informer<PersistentVolumeClaim> claims;
    private readonly Informer<PersistentVolume> volumes;
    private readonly Informer<StorageClass> classes;

    public VolumeBinderController(ControllerContext context)
        : base(context, workers: 1)
    {
        claims = Need<PersistentVolumeClaim>();
        claims.AddHandler(ClaimSeen, (_, claim) => ClaimSeen(claim), ClaimSeen);
        volumes = Need<PersistentVolume>();
        volumes.AddHandler(VolumeSeen, (_, volume) => VolumeSeen(volume), VolumeSeen);
        classes = Need<StorageClass>();
        classes.AddHandler(_ => QueuePending(), (_, _) => QueuePending());
    }

    /// <summary>Keys with a namespace are claims, those without are volumes.</summary>
    protected override Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) =>
        key.Namespace.Length > 0 ? ClaimAsync(key, cancellationToken) : VolumeAsync(key, cancellationToken);

    private async Task<ReconcileResult> VolumeAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (volumes.Get(key) is not { } volume) return ReconcileResult.Done;
        PersistentVolumeClaim? claim = volume.Spec.ClaimRef is { } reference ? claims.Get(reference.Namespace, reference.Name ?? "") : null;
        string phase = VolumePhase.Decide(volume, claim);
        if (phase == "Released" && volume.Status.Phase != "Released")
        {
            // Our copy of the claims may be behind the volume.
            claim = await Client.FindAsync<PersistentVolumeClaim>(volume.Spec.ClaimRef!.Namespace, volume.Spec.ClaimRef.Name!, cancellationToken).ConfigureAwait(false);
            phase = VolumePhase.Decide(volume, claim);
        }

        await SetPhaseAsync(volume, phase, cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private async Task<ReconcileResult> ClaimAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (claims.Get(key) is not { } claim || claim.Metadata.DeletionTimestamp is not null) return ReconcileResult.Done;
        bool completed = claim.Metadata.Annotations?.ContainsKey(VolumeNames.BindCompleted) == true;
        if (!string.IsNullOrEmpty(claim.Spec.VolumeName))
        {
            PersistentVolume? named = volumes.Get(null, claim.Spec.VolumeName) ?? await Client.FindAsync<PersistentVolume>(null, claim.Spec.VolumeName, cancellationToken).ConfigureAwait(false);
            if (named is not null && (named.Spec.ClaimRef is null ? !completed && VolumeMatch.Satisfies(named, claim) : VolumeMatch.IsFor(named, claim)))
            {
                await BindAsync(claim, named, cancellationToken).ConfigureAwait(false);
            }
            else if (completed)
            {
                (string reason, string message) = named is null
                    ? ("ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!")
                    : ("ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
                if (claim.Status.Phase != "Lost") Context.Events.Event(claim, EventTypes.Warning, reason, message);
                await SetPhaseAsync(claim, "Lost", cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await SetPhaseAsync(claim, "Pending", cancellationToken).ConfigureAwait(false);
            }

            return ReconcileResult.Done;
        }

        StorageClass? storageClass = VolumeMatch.Class(claim) is { Length: > 0 } name ? classes.Get(null, name) : null;
        bool waits = storageClass?.VolumeBindingMode == "WaitForFirstConsumer" && claim.Metadata.Annotations?.ContainsKey(VolumeNames.SelectedNode) != true;
        PersistentVolume? found = VolumeMatch.Find(claim, volumes.List());
        if (found is not null && (!waits || found.Spec.ClaimRef is not null))
        {
            await BindAsync(claim, found, cancellationToken).ConfigureAwait(false);
            return ReconcileResult.Done;
        }

        await WaitAsync(claim, storageClass, waits, cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private async Task WaitAsync(PersistentVolumeClaim claim, StorageClass? storageClass, bool waits, CancellationToken cancellationToken)
    {
        claim = await SetPhaseAsync(claim, "Pending", cancellationToken).ConfigureAwait(false);
        if (waits)
        {
            Context.Events.Event(claim, EventTypes.Normal, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
        }
        else if (storageClass is null)
        {
            string name = VolumeMatch.Class(claim);
            if (name.Length > 0) Context.Events.Event(claim, EventTypes.Warning, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{name}\" not found");
            else Context.Events.Event(claim, EventTypes.Normal, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
        }
        else if (storageClass.Provisioner != "kubernetes.io/no-provisioner")
        {
            if (claim.Metadata.Annotations?.GetValueOrDefault(VolumeNames.Provisioner) != storageClass.Provisioner)
            {
                PersistentVolumeClaim copy = claim.DeepCopy();
                (copy.Metadata.Annotations ??= [])[VolumeNames.Provisioner] = storageClass.Provisioner;
                await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
            }

            Context.Events.Event(claim, EventTypes.Normal, "ExternalProvisioning", $"Waiting for a volume to be created by the external provisioner '{storageClass.Provisioner}'");
        }
    }

    /// <summary>Volume first, claim second; each write is repeated until it holds, so that a stop in between is made up for.</summary>
    private async Task BindAsync(PersistentVolumeClaim claim, PersistentVolume volume, CancellationToken cancellationToken)
    {
        if (volume.Spec.ClaimRef?.Uid != claim.Metadata.Uid)
        {
            PersistentVolume copy = volume.DeepCopy();
            if (volume.Spec.ClaimRef is null) (copy.Metadata.Annotations ??= [])[VolumeNames.BoundByController] = "yes";
            copy.Spec.ClaimRef = EventRecorder.ReferenceTo(claim);
            volume = await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await SetPhaseAsync(volume, "Bound", cancellationToken).ConfigureAwait(false);
        if (claim.Spec.VolumeName != volume.Metadata.Name || claim.Metadata.Annotations?.ContainsKey(VolumeNames.BindCompleted) != true)
        {
            PersistentVolumeClaim copy = claim.DeepCopy();
            Dictionary<string, string> annotations = copy.Metadata.Annotations ??= [];
            if (string.IsNullOrEmpty(claim.Spec.VolumeName)) annotations[VolumeNames.BoundByController] = "yes";
            annotations[VolumeNames.BindCompleted] = "yes";
            copy.Spec.VolumeName = volume.Metadata.Name;
            claim = await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        if (claim.Status.Phase == "Bound") return;
        PersistentVolumeClaim bound = claim.DeepCopy();
        bound.Status.Phase = "Bound";
        bound.Status.AccessModes = volume.Spec.AccessModes is null ? null : [.. volume.Spec.AccessModes];
        bound.Status.Capacity = volume.Spec.Capacity is null ? null : new Dictionary<string, Quantity>(volume.Spec.Capacity);
        await Client.UpdateStatusAsync(bound, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private async Task SetPhaseAsync(PersistentVolume volume, string phase, CancellationToken cancellationToken)
    {
        if (volume.Status.Phase == phase) return;
        PersistentVolume copy = volume.DeepCopy();
        copy.Status.Phase = phase;
        copy.Status.LastPhaseTransitionTime = Context.Now;
        await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private async Task<PersistentVolumeClaim> SetPhaseAsync(PersistentVolumeClaim claim, string phase, CancellationToken cancellationToken)
    {
        if (claim.Status.Phase == phase) return claim;
        PersistentVolumeClaim copy = claim.DeepCopy();
        copy.Status.Phase = phase;
        return await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private void ClaimSeen(PersistentVolumeClaim claim)
    {
        Queue.Add(ObjectKey.Of(claim));
        if (!string.IsNullOrEmpty(claim.Spec.VolumeName)) Queue.Add(new ObjectKey("", claim.Spec.VolumeName));
    }

    private void VolumeSeen(PersistentVolume volume)
    {
        Queue.Add(ObjectKey.Of(volume));
        if (volume.Spec.ClaimRef is { } reference) Queue.Add(new ObjectKey(reference.Namespace ?? "", reference.Name ?? ""));
        else QueuePending();
    }

    private void QueuePending()
    {
        foreach (PersistentVolumeClaim claim in claims.List())
            if (claim.Status.Phase != "Bound") Queue.Add(ObjectKey.Of(claim));
    }
}
