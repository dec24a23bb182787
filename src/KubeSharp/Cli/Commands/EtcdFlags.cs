using System.CommandLine;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage.Etcd;

namespace KubeSharp.Cli.Commands;

/// <summary>The <c>--etcd-*</c> flags of kube-apiserver. Without <c>--etcd-servers</c> the embedded store is used.</summary>
internal sealed class EtcdFlags
{
    private readonly Option<string[]> _servers = new("--etcd-servers")
    {
        Description = "Addresses of etcd's members (scheme://host:port), instead of the embedded store.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _overrides = new("--etcd-servers-overrides")
    {
        Description = "What is kept in an etcd of its own, separated by commas: group/resource#addresses, these separated by semicolons; for built-in resources.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _caFile = Text("--etcd-cafile", "Authorities of etcd's certificates.");
    private readonly Option<string?> _certFile = Text("--etcd-certfile", "Certificate shown to etcd.");
    private readonly Option<string?> _keyFile = Text("--etcd-keyfile", "Its key.");
    private readonly Option<string?> _prefix = Text("--etcd-prefix", "What all keys in etcd begin with.", "/registry");
    private readonly Option<TimeSpan> _compaction = Durations.Option("--etcd-compaction-interval", "How often etcd is told to forget; 0 for never.", "5m");

    public IReadOnlyList<Option> All => [_servers, _overrides, _caFile, _certFile, _keyFile, _prefix, _compaction];

    /// <summary>The options; null when no server is named.</summary>
    /// <exception cref="UserError">A value makes no sense.</exception>
    public EtcdStoreOptions? Read(ParseResult result)
    {
        var servers = Split(result, _servers);
        List<EtcdOverride> overrides = [.. Split(result, _overrides).Select(Override).OfType<EtcdOverride>()];
        if (servers.Count == 0 && overrides.Count > 0) throw new UserError("--etcd-servers must be specified");
        return servers.Count == 0
            ? null
            : new EtcdStoreOptions
            {
                Endpoints = [.. servers.Select(server => Endpoint(_servers, server))],
                Overrides = overrides,
                CaFile = Existing(result, _caFile),
                CertFile = Existing(result, _certFile),
                KeyFile = Existing(result, _keyFile),
                EtcdPrefix = "/" + result.GetValue(_prefix)!.Trim('/') + "/",
                CompactionInterval = result.GetValue(_compaction),
            };
    }

    // Null for a resource that is not built in: as upstream has it, such a value changes nothing.
    private EtcdOverride? Override(string text)
    {
        if (text.Split('#') is not [var name, var servers] || name.Split('/') is not [var group, var resource])
            throw new UserError("--etcd-servers-overrides invalid, must be of format: group/resource#servers, where servers are URLs, semicolon separated");
        List<Uri> endpoints = [.. servers.Split(';', StringSplitOptions.TrimEntries).Select(server => Endpoint(_overrides, server))];
        return KeyPrefixes.ForBuiltIn(new GroupResource(group, resource)) is { } prefix ? new EtcdOverride(prefix, endpoints) : null;
    }

    private static Uri Endpoint(Option option, string text) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
            ? uri
            : throw new UserError($"{option.Name} {text} is not an address; give one such as https://127.0.0.1:2379");

    private static List<string> Split(ParseResult result, Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static string? Existing(ParseResult result, Option<string?> option) => result.GetValue(option) is not { Length: > 0 } path || File.Exists(path)
        ? result.GetValue(option)
        : throw new UserError($"{option.Name}: there is no file {path}");

    private static Option<string?> Text(string name, string description, string? defaultValue = null) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };
}
