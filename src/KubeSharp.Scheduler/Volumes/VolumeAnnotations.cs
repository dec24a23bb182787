namespace KubeSharp.Scheduler.Volumes;

/// <summary>Annotations by which the scheduler, the volume controller and provisioners speak to each other.</summary>
internal static class VolumeAnnotations
{
    /// <summary>On a claim: the node for which its volume is to be made.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";

    /// <summary>On a claim: binding is complete on both sides.</summary>
    public const string BindCompleted = "pv.kubernetes.io/bind-completed";

    /// <summary>On a volume or claim: the binding was made by a controller, not by a user.</summary>
    public const string BoundByController = "pv.kubernetes.io/bound-by-controller";

    /// <summary>The provisioner name of classes that only have volumes made by hand.</summary>
    public const string NoProvisioner = "kubernetes.io/no-provisioner";
}
