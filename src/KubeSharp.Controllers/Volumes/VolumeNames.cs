namespace KubeSharp.Controllers;

/// <summary>Annotations by which binding is done in steps that each survive a restart.</summary>
internal static class VolumeNames
{
    public const string BindCompleted = "pv.kubernetes.io/bind-completed";
    public const string BoundByController = "pv.kubernetes.io/bound-by-controller";
    public const string Provisioner = "volume.kubernetes.io/storage-provisioner";
    public const string SelectedNode = "volume.kubernetes.io/selected-node";
}
