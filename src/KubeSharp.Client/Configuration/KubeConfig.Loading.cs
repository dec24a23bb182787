namespace KubeSharp.Client;

public sealed partial record KubeConfig
{
    /// <summary>
    /// As kubectl finds it: the files of <c>$KUBECONFIG</c>, else <c>~/.kube/config</c>, else the pod's own service account.
    /// </summary>
    /// <param name="context">The context; null: the current one.</param>
    /// <exception cref="KubeConfigException">None of them is there, or one is unusable.</exception>
    public static KubeConfig LoadDefault(string? context = null)
    {
        string? variable = Environment.GetEnvironmentVariable("KUBECONFIG");
        if (!string.IsNullOrEmpty(variable)) return KubeConfigLoader.Load(variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), context);
        string file = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        if (File.Exists(file)) return Load(file, context);
        return IsInCluster ? InCluster() : throw new KubeConfigException($"no kubeconfig: KUBECONFIG is not set, {file} does not exist, and this is not a pod");
    }

    /// <summary>From one kubeconfig file.</summary>
    /// <param name="path">The file; paths in it are relative to its folder.</param>
    /// <param name="context">The context; null: the current one.</param>
    /// <exception cref="KubeConfigException">The file or the context is unusable.</exception>
    public static KubeConfig Load(string path, string? context = null) => KubeConfigLoader.Load([path], context);

    /// <summary>From the text of a kubeconfig, YAML or JSON; paths in it are relative to the working directory.</summary>
    /// <exception cref="KubeConfigException">The text or the context is unusable.</exception>
    public static KubeConfig Parse(ReadOnlyMemory<byte> text, string? context = null) => KubeConfigLoader.Parse(text, context);
}
