using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.Client;

/// <summary>
/// Reads kubeconfig files. Of several files each named cluster, user and context comes from the first that has it, and the current
/// context from the first that names one. Form: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/.
/// </summary>
internal static class KubeConfigLoader
{
    public static KubeConfig Load(IReadOnlyList<string> paths, string? context)
    {
        var documents = new List<Document>(paths.Count);
        foreach (string path in paths)
        {
            byte[] text;
            try
            {
                text = File.ReadAllBytes(path);
            }
            catch (IOException) when (paths.Count > 1)
            {
                continue;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KubeConfigException($"cannot read kubeconfig {path}: {e.Message}", e);
            }

            documents.Add(new Document(path, Path.GetDirectoryName(Path.GetFullPath(path))!, ParseText(text, path)));
        }

        return Build(documents, context);
    }

    public static KubeConfig Parse(ReadOnlyMemory<byte> text, string? context) =>
        Build([new Document("kubeconfig", Environment.CurrentDirectory, ParseText(text, "kubeconfig"))], context);

    private static JsonObject ParseText(ReadOnlyMemory<byte> text, string origin)
    {
        try
        {
            return YamlReader.Parse(System.Text.Encoding.UTF8.GetString(text.Span)) as JsonObject ?? throw new KubeConfigException($"{origin} is not a kubeconfig: it holds no mapping");
        }
        catch (Exception e) when (e is not KubeConfigException)
        {
            throw new KubeConfigException($"{origin} is not a kubeconfig: {e.Message}", e);
        }
    }

    private static KubeConfig Build(List<Document> documents, string? contextName)
    {
        foreach (Document document in documents)
            if (string.IsNullOrEmpty(contextName)) contextName = document.Root.GetString("current-context");
        if (string.IsNullOrEmpty(contextName)) throw new KubeConfigException("the kubeconfig names no current-context; name a context");

        JsonObject context = Find(documents, "contexts", "context", contextName)?.Value
            ?? throw new KubeConfigException($"the kubeconfig has no context {contextName}");
        string clusterName = context.GetString("cluster") ?? "";
        Entry cluster = Find(documents, "clusters", "cluster", clusterName)
            ?? throw new KubeConfigException($"context {contextName} names cluster {clusterName}, which the kubeconfig does not have");
        string userName = context.GetString("user") ?? "";
        Entry? user = Find(documents, "users", "user", userName);
        if (user is null && userName.Length > 0)
            throw new KubeConfigException($"context {contextName} names user {userName}, which the kubeconfig does not have");

        string server = cluster.Value.GetString("server") ?? "";
        if (!Uri.TryCreate(server, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new KubeConfigException($"cluster {clusterName} has no usable server address: \"{server}\"");
        string? proxy = cluster.Value.GetString("proxy-url");
        JsonObject who = user?.Value ?? [];
        string folder = user?.Document.Folder ?? cluster.Document.Folder;
        return new KubeConfig
        {
            Server = address,
            CertificateAuthority = Pem(cluster.Value, "certificate-authority", cluster.Document),
            InsecureSkipTlsVerify = cluster.Value.GetBool("insecure-skip-tls-verify") ?? false,
            TlsServerName = cluster.Value.GetString("tls-server-name"),
            Proxy = string.IsNullOrEmpty(proxy) ? null : new Uri(proxy),
            ClientCertificate = user is null ? null : Pem(who, "client-certificate", user.Document),
            ClientKey = user is null ? null : Pem(who, "client-key", user.Document),
            Token = who.GetString("token"),
            TokenFile = Resolve(who.GetString("tokenFile"), folder),
            Username = who.GetString("username"),
            Password = who.GetString("password"),
            ImpersonateUser = who.GetString("as"),
            ImpersonateGroups = Strings(who.GetArray("as-groups")),
            Exec = who.GetObject("exec") is { } exec ? Exec(exec, folder, userName) : null,
            Namespace = context.GetString("namespace") is { Length: > 0 } ns ? ns : "default",
        };
    }

    private static ExecCredentialConfig Exec(JsonObject exec, string folder, string user)
    {
        string command = exec.GetString("command") ?? throw new KubeConfigException($"user {user}: exec has no command");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonValue item in exec.GetArray("env") ?? [])
            if (item is JsonObject pair && pair.GetString("name") is { } name)
                environment[name] = pair.GetString("value") ?? "";
        return new ExecCredentialConfig
        {
            ApiVersion = exec.GetString("apiVersion") ?? throw new KubeConfigException($"user {user}: exec has no apiVersion"),
            Command = command.Contains('/') ? Path.GetFullPath(command, folder) : command,
            Args = Strings(exec.GetArray("args")),
            Env = environment,
            ProvideClusterInfo = exec.GetBool("provideClusterInfo") ?? false,
            InstallHint = exec.GetString("installHint"),
        };
    }

    private static Entry? Find(List<Document> documents, string list, string member, string name)
    {
        foreach (Document document in documents)
            foreach (JsonValue item in document.Root.GetArray(list) ?? [])
                if (item is JsonObject entry && entry.GetString("name") == name)
                    return new Entry(document, entry.GetObject(member) ?? []);
        return null;
    }

    /// <summary>Data given outright goes before a file, as in kubectl.</summary>
    private static PemSource? Pem(JsonObject from, string name, Document document)
    {
        if (from.GetString(name + "-data") is { Length: > 0 } data)
        {
            try
            {
                return new PemSource { Data = Convert.FromBase64String(data) };
            }
            catch (FormatException e)
            {
                throw new KubeConfigException($"{document.Path}: {name}-data is not base64", e);
            }
        }

        return Resolve(from.GetString(name), document.Folder) is { } path ? new PemSource { Path = path } : null;
    }

    private static string? Resolve(string? path, string folder) => string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path, folder);

    private static List<string> Strings(JsonArray? array)
    {
        var result = new List<string>();
        foreach (JsonValue item in array ?? [])
            if (item is JsonString text) result.Add(text.Value);
        return result;
    }

    private sealed record Document(string Path, string Folder, JsonObject Root);

    private sealed record Entry(Document Document, JsonObject Value);
}
