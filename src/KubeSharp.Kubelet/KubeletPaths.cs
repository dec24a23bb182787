namespace KubeSharp.Kubelet;

/// <summary>Where a kubelet keeps what, laid out as upstream lays it out.</summary>
internal sealed class KubeletPaths(KubeletOptions options)
{
    public string Pods => Path.Combine(options.RootDirectory, "pods");

    public string Seccomp => Path.Combine(options.RootDirectory, "seccomp");

    public string Pod(string uid) => Path.Combine(Pods, uid);

    public string Volumes(string uid) => Path.Combine(Pod(uid), "volumes");

    public string EtcHosts(string uid) => Path.Combine(Pod(uid), "etc-hosts");

    public string Container(string uid, string name) => Path.Combine(Pod(uid), "containers", name);

    public string PodLogs(string ns, string name, string uid) => Path.Combine(options.PodLogsDirectory, $"{ns}_{name}_{uid}");
}
