namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>The labels and annotations by which sandboxes and containers are known to belong to pods; the same as upstream's.</summary>
internal static class Labels
{
    public const string PodName = "io.kubernetes.pod.name";
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    public const string PodUid = "io.kubernetes.pod.uid";
    public const string ContainerName = "io.kubernetes.container.name";

    public const string Hash = "io.kubernetes.container.hash";
    public const string RestartCount = "io.kubernetes.container.restartCount";
    public const string TerminationMessagePath = "io.kubernetes.container.terminationMessagePath";
    public const string TerminationMessagePolicy = "io.kubernetes.container.terminationMessagePolicy";
    public const string PodTerminationGracePeriod = "io.kubernetes.pod.terminationGracePeriod";

    /// <summary>Where the pod came from: api or file.</summary>
    public const string ConfigSource = "kubernetes.io/config.source";

    /// <summary>Of a static pod: the hash of its manifest.</summary>
    public const string ConfigHash = "kubernetes.io/config.hash";

    /// <summary>Of a mirror pod: the hash of the static pod it shows.</summary>
    public const string ConfigMirror = "kubernetes.io/config.mirror";

    /// <summary>When the kubelet first saw the pod.</summary>
    public const string ConfigSeen = "kubernetes.io/config.seen";
}
