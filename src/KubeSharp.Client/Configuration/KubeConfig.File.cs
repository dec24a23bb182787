using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.Client;

/// <content>Reading kubeconfig files (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/).</content>
public sealed partial record KubeConfig
{
    /// <summary>
    /// What a program should use when nobody told it: the first file of <c>KUBECONFIG</c> that exists, else <c>~/.kube/config</c>,
    /// else the pod's service account.
    /// </summary>
    /// <exception cref="KubeConfigException">There is none of these, or the file cannot be used.</exception>
    public static KubeConfig LoadDefault()
    {
        string[] files = Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list
            ? list.Split(':', StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")];
        return Array.Find(files, File.Exists) is { } file ? Load(file)
            : IsInCluster ? InCluster()
            : throw new KubeConfigException($"there is no kubeconfig at {string.Join(" or ", files)}; name one with KUBECONFIG");
    }

    /// <summary>Reads a kubeconfig. Relative paths in it are relative to its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">The context to use; null: the current one of the file.</param>
    /// <exception cref="KubeConfigException">The file is missing, is no kubeconfig, or names what is not in it.</exception>
    public static KubeConfig Load(string path, string? context = null)
    {
        JsonObject root;
        try
        {
            root = YamlReader.Parse(File.ReadAllText(path)) as JsonObject ?? throw new KubeConfigException($"{path} is no kubeconfig: it has no fields");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"the kubeconfig {path} cannot be read: {e.Message}", e);
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"{path} is no kubeconfig: {e.Message}", e);
        }

        string name = context ?? root.GetString("current-context") ?? "";
        JsonObject chosen = Named(root, "contexts", "context", name, path)
            ?? throw new KubeConfigException($"{path} has no context \"{name}\"; give current-context one that is in contexts");
        JsonObject cluster = Named(root, "clusters", "cluster", chosen.GetString("cluster") ?? "", path)
            ?? throw new KubeConfigException($"{path} has no cluster \"{chosen.GetString("cluster")}\", which context \"{name}\" names");
        JsonObject user = Named(root, "users", "user", chosen.GetString("user") ?? "", path) ?? new JsonObject();
        if (!Uri.TryCreate(cluster.GetString("server"), UriKind.Absolute, out Uri? server))
            throw new KubeConfigException($"{path}: server \"{cluster.GetString("server")}\" of cluster \"{chosen.GetString("cluster")}\" is no URL");
        return new KubeConfig
        {
            Server = server,
            CertificateAuthority = Pem(cluster, "certificate-authority", path),
            InsecureSkipTlsVerify = cluster.GetBool("insecure-skip-tls-verify") ?? false,
            TlsServerName = cluster.GetString("tls-server-name"),
            Proxy = cluster.GetString("proxy-url") is { Length: > 0 } proxy ? new Uri(proxy) : null,
            ClientCertificate = Pem(user, "client-certificate", path),
            ClientKey = Pem(user, "client-key", path),
            Token = user.GetString("token"),
            TokenFile = user.GetString("tokenFile") is { Length: > 0 } tokenFile ? Beside(path, tokenFile) : null,
            Username = user.GetString("username"),
            Password = user.GetString("password"),
            ImpersonateUser = user.GetString("as"),
            ImpersonateGroups = [.. (user.GetArray("as-groups") ?? []).OfType<JsonString>().Select(g => g.Value)],
            Exec = user.GetObject("exec") is { } exec ? ExecOf(exec, path) : null,
            Namespace = chosen.GetString("namespace") is { Length: > 0 } ns ? ns : "default",
        };
    }

    private static JsonObject? Named(JsonObject root, string list, string field, string name, string path)
    {
        foreach (JsonValue entry in root.GetArray(list) ?? [])
        {
            if (entry is JsonObject named && named.GetString("name") == name)
                return named.GetObject(field) ?? throw new KubeConfigException($"{path}: \"{name}\" in {list} has no {field}");
        }

        return null;
    }

    private static PemSource? Pem(JsonObject owner, string field, string path)
    {
        if (owner.GetString(field + "-data") is { Length: > 0 } data)
        {
            try
            {
                return new PemSource { Data = Convert.FromBase64String(data) };
            }
            catch (FormatException e)
            {
                throw new KubeConfigException($"{path}: {field}-data is not base64", e);
            }
        }

        return owner.GetString(field) is { Length: > 0 } file ? new PemSource { Path = Beside(path, file) } : null;
    }

    private static string Beside(string kubeconfig, string file) =>
        Path.IsPathRooted(file) ? file : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(kubeconfig))!, file);

    private static ExecCredentialConfig ExecOf(JsonObject exec, string path)
    {
        string command = exec.GetString("command") ?? throw new KubeConfigException($"{path}: exec has no command");
        return new ExecCredentialConfig
        {
            ApiVersion = exec.GetString("apiVersion") ?? throw new KubeConfigException($"{path}: exec has no apiVersion"),
            Command = command.Contains('/') ? Beside(path, command) : command,
            Args = [.. (exec.GetArray("args") ?? []).OfType<JsonString>().Select(a => a.Value)],
            Env = (exec.GetArray("env") ?? []).OfType<JsonObject>().ToDictionary(e => e.GetString("name") ?? "", e => e.GetString("value") ?? ""),
            ProvideClusterInfo = exec.GetBool("provideClusterInfo") ?? false,
            InstallHint = exec.GetString("installHint"),
        };
    }
}
