using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Abac;
using KubeSharp.ApiServer.Authorization.Configuration;
using KubeSharp.ApiServer.Authorization.Nodes;
using KubeSharp.ApiServer.Authorization.Rbac;
using KubeSharp.ApiServer.Authorization.Webhook;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>Makes the authorizers that the command line asks for, in the order in which they are asked.</summary>
/// <remarks>Those that follow objects are made once and outlive a change of the configuration file.</remarks>
internal sealed class AuthorizationBuilder(AccessServices services, List<IDisposable> owned)
{
    private readonly ApiServerOptions options = services.Options;
    private NodeAuthorizer? nodes;
    private AbacAuthorizer? abac;

    /// <summary>The roles and bindings in force; null if RBAC is not used.</summary>
    public RbacAuthorizer? Rbac { get; private set; }

    /// <summary>Keeps <see cref="Rbac"/> in step.</summary>
    public RbacFeed? RbacFeed { get; private set; }

    /// <summary>Makes them.</summary>
    /// <exception cref="ArgumentException">A file makes no sense, or flags contradict each other.</exception>
    public ReloadableAuthorizer Build()
    {
        var logger = services.Loggers.CreateLogger<ReloadableAuthorizer>();
        if (options.AuthorizationConfigFile is not { } file)
        {
            var fixedOnes = new ReloadableAuthorizer(Make(FromFlags()), logger);
            owned.Add(fixedOnes);
            return fixedOnes;
        }

        if (options.AuthorizationModes.Count > 0 || options.AuthorizationWebhook.ConfigFile is not null)
            throw new ArgumentException("--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined");
        var (content, settings) = ServerFile.Read(file, text => (text, AuthorizationConfigurationReader.Read(text, [])), "--authorization-config");
        string[] required = [.. settings.Select(one => one.Type).Where(type => type != "Webhook")];
        var authorizer = new ReloadableAuthorizer(Make(settings), logger);
        authorizer.Follow(file, content, text => Reload(text, required), services.Time);
        owned.Add(authorizer);
        return authorizer;
    }

    private IReadOnlyList<IAuthorizer> Reload(string text, string[] required)
    {
        var settings = AuthorizationConfigurationReader.Read(text, required);
        foreach (var one in settings)
        {
            if (one.Type is not "Webhook" && !required.Contains(one.Type)) throw new FormatException($"authorizer type {one.Type} cannot be added while the server runs");
        }

        return Make(settings);
    }

    private List<AuthorizerSettings> FromFlags()
    {
        IReadOnlyList<string> modes = options.AuthorizationModes.Count > 0 ? options.AuthorizationModes : ["Node", "RBAC"];
        List<AuthorizerSettings> settings = [];
        foreach (var mode in modes)
        {
            if (!AuthorizationConfigurationReader.Types.Contains(mode)) throw new ArgumentException($"authorization-mode \"{mode}\" is not a valid mode");
            if (settings.Any(one => one.Type == mode)) throw new ArgumentException($"authorization-mode [{string.Join(' ', modes)}] has mode specified more than once");
            settings.Add(new AuthorizerSettings(mode, mode == "Webhook" ? "default" : mode.ToLowerInvariant(), mode == "Webhook" ? FlagWebhook() : null));
        }

        if (options.AuthorizationPolicyFile is not null && !modes.Contains("ABAC")) throw new ArgumentException("cannot specify --authorization-policy-file without mode ABAC");
        if (options.AuthorizationWebhook.ConfigFile is not null && !modes.Contains("Webhook"))
            throw new ArgumentException("cannot specify --authorization-webhook-config-file without mode Webhook");
        return settings;
    }

    private WebhookAuthorizerSettings FlagWebhook()
    {
        var flags = options.AuthorizationWebhook;
        return new WebhookAuthorizerSettings
        {
            KubeConfigFile = flags.ConfigFile ?? throw new ArgumentException("authorization-mode Webhook's authorization config file not passed"),
            AuthorizedTtl = flags.AuthorizedTtl,
            UnauthorizedTtl = flags.UnauthorizedTtl,
            CacheAuthorized = flags.AuthorizedTtl > TimeSpan.Zero,
            CacheUnauthorized = flags.UnauthorizedTtl > TimeSpan.Zero,
            Version = flags.Version,
        };
    }

    // Administrators come before everything: a cluster whose authorizers are broken can be mended.
    private IReadOnlyList<IAuthorizer> Make(IReadOnlyList<AuthorizerSettings> settings) => [new PrivilegedGroupAuthorizer(), .. settings.Select(Make)];

    private IAuthorizer Make(AuthorizerSettings settings) => settings.Type switch
    {
        "RBAC" => Rbac ??= Roles(),
        "Node" => nodes ??= Nodes(),
        "ABAC" => abac ??= Policies(),
        "AlwaysAllow" => ConstantAuthorizer.AlwaysAllow,
        "AlwaysDeny" => ConstantAuthorizer.AlwaysDeny,
        _ => Webhook(settings.Webhook!),
    };

    private RbacAuthorizer Roles()
    {
        var authorizer = new RbacAuthorizer();
        RbacFeed = new RbacFeed(services.Objects, authorizer);
        owned.Add(RbacFeed);
        return authorizer;
    }

    private NodeAuthorizer Nodes()
    {
        var graph = new NodeGraph(services.Objects);
        owned.Add(graph);
        return new NodeAuthorizer(graph);
    }

    private AbacAuthorizer Policies()
    {
        var file = options.AuthorizationPolicyFile ?? throw new ArgumentException("authorization-mode ABAC's authorization policy file not passed");
        return new AbacAuthorizer(ServerFile.Read(file, AbacPolicyReader.Read, "--authorization-policy-file"));
    }

    private WebhookAuthorizer Webhook(WebhookAuthorizerSettings settings)
    {
        var endpoint = settings.KubeConfigFile is { } file ? WebhookKubeConfig.Read(file).Endpoint() : InClusterEndpoint.Find();
        return new WebhookAuthorizer(settings, endpoint, services.Webhooks, services.Time, services.Loggers.CreateLogger<WebhookAuthorizer>());
    }
}
