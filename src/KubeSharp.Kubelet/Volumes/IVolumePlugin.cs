namespace KubeSharp.Kubelet.Volumes;

/// <summary>One type of volume. To add one, write a folder with an implementation and name it in <see cref="VolumePlugins"/>.</summary>
internal interface IVolumePlugin
{
    /// <summary>The name in the path of its folders, as upstream has it: <c>kubernetes.io~empty-dir</c>.</summary>
    string Name { get; }

    /// <summary>True when the volume's source is of this type.</summary>
    bool Handles(Models.Core.V1.Volume volume);

    /// <summary>
    /// Brings the volume into being, or up to date when it is already there, and returns the path on the node to mount. Called
    /// again whenever something it depends on may have changed, so it must cost little then.
    /// </summary>
    /// <exception cref="VolumeException">It cannot be set up now.</exception>
    ValueTask<string> SetUpAsync(VolumeContext context, CancellationToken cancellationToken);

    /// <summary>Undoes <see cref="SetUpAsync"/>: unmounts and deletes what lies in <paramref name="folder"/>.</summary>
    void TearDown(string folder);
}
