using System.Text;

namespace KubeSharp.Kubelet.Containerd;

/// <summary>Writes containerd's configuration file (format version 2, read by 1.4 to 2.x).</summary>
public static class ContainerdConfig
{
    /// <summary>The text of the configuration for these options. The same options always give the same text.</summary>
    public static string Render(ContainerdOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine("# Written by KubeSharp at every start.");
        text.AppendLine("version = 2");
        Entry(text, "", "root", options.Root);
        Entry(text, "", "state", options.State);
        text.AppendLine("[grpc]");
        Entry(text, "  ", "address", options.Socket);
        text.AppendLine("[ttrpc]");
        Entry(text, "  ", "address", options.Socket + ".ttrpc");
        text.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\"]");
        Entry(text, "  ", "sandbox_image", options.SandboxImage);

        // The kubelet proxies to this server: it must not be reachable from elsewhere. Port 0: any free one.
        Entry(text, "  ", "stream_server_address", "127.0.0.1");
        Entry(text, "  ", "stream_server_port", "0");
        text.AppendLine("  enable_unprivileged_ports = true");
        text.AppendLine("  enable_unprivileged_icmp = true");

        // Network namespaces of sandboxes stay private to this containerd instead of /var/run/netns.
        text.AppendLine("  netns_mounts_under_state_dir = true");
        text.Append("  restrict_oom_score_adj = ").AppendLine(options.RestrictOomScoreAdjustment ? "true" : "false");
        text.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".cni]");
        Entry(text, "  ", "bin_dir", options.CniBinDirectory);
        Entry(text, "  ", "conf_dir", options.CniConfigDirectory);
        text.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".containerd]");
        Entry(text, "  ", "snapshotter", options.Snapshotter);
        Entry(text, "  ", "default_runtime_name", "runc");
        text.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc]");
        Entry(text, "  ", "runtime_type", "io.containerd.runc.v2");
        text.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc.options]");
        text.Append("  SystemdCgroup = ").AppendLine(options.SystemdCgroup ? "true" : "false");
        if (options.RegistryConfigDirectory is { } registry)
        {
            text.AppendLine("[plugins.\"io.containerd.grpc.v1.cri\".registry]");
            Entry(text, "  ", "config_path", registry);
        }

        return text.ToString();
    }

    private static void Entry(StringBuilder text, string indent, string key, string value) =>
        text.Append(indent).Append(key).Append(" = \"")
            .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
            .AppendLine("\"");
}
