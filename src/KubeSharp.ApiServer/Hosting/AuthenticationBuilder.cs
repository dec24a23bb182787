using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Anonymous;
using KubeSharp.ApiServer.Authentication.Certificates;
using KubeSharp.ApiServer.Authentication.Jwt;
using KubeSharp.ApiServer.Authentication.Proxies;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Authentication.Webhook;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>Makes the authenticators that the command line asks for, in the order in which they are asked.</summary>
internal sealed class AuthenticationBuilder(
    AccessServices services, TokenKeySet keys, IReadOnlyList<string> audiences, Func<ILegacyTokenUse?> use, List<IDisposable> owned)
{
    private readonly ApiServerOptions options = services.Options;
    private AnonymousRule anonymous = AnonymousRule.From(services.Options.AnonymousAuth ?? true);

    /// <summary>All kinds of bearer tokens. To be called before <see cref="Chain"/>.</summary>
    /// <exception cref="ArgumentException">A file makes no sense, or flags contradict each other.</exception>
    public TokenChain Tokens()
    {
        List<ITokenAuthenticator> kinds = [];
        if (options.TokenAuthFile is { } file) kinds.Add(ServerFile.Read(file, text => new StaticTokens(file, text.Split('\n')), "--token-auth-file"));
        if (keys.Keys.Count > 0)
        {
            var lookup = options.ServiceAccountLookup;
            kinds.Add(new LegacyServiceAccountTokens(keys, lookup ? services.Objects : null, audiences, use));
            kinds.Add(new ServiceAccountTokens(keys, options.ServiceAccountIssuers, lookup ? new BoundObjectChecker(services.Objects) : null, services.Time));
        }

        if (options.EnableBootstrapTokenAuth) kinds.Add(new BootstrapTokens(services.Objects, services.Time));
        if (Issuers() is { } issuers) kinds.Add(issuers);
        if (options.AuthenticationWebhook is { ConfigFile: { } config } webhook)
        {
            var logger = services.Loggers.CreateLogger<WebhookTokens>();
            kinds.Add(new WebhookTokens(services.Webhooks, WebhookKubeConfig.Read(config).Endpoint(), webhook, audiences, services.Time, logger));
        }

        return new TokenChain(kinds);
    }

    /// <summary>Everybody who looks at credentials.</summary>
    public AuthenticationChain Chain(TokenChain tokens)
    {
        // Front proxies first: their certificate says who they are, not for whom they speak.
        List<IAuthenticator> chain = [];
        if (options.RequestHeaderClientCaFile is { } proxies)
        {
            var names = new RequestHeaderNames
            {
                AllowedProxies = options.RequestHeaderAllowedNames,
                User = options.RequestHeaderUsernameHeaders,
                Uid = options.RequestHeaderUidHeaders,
                Groups = options.RequestHeaderGroupHeaders,
                ExtraPrefixes = options.RequestHeaderExtraPrefixes,
            };
            chain.Add(new RequestHeaderAuthenticator(Bundle(proxies, "--requestheader-client-ca-file"), services.Chains, names, services.Time));
        }

        if (options.ClientCaFile is { } users) chain.Add(new ClientCertificateAuthenticator(Bundle(users, "--client-ca-file"), services.Chains, services.Time));
        chain.Add(new BearerTokenAuthenticator(tokens, audiences));
        return new AuthenticationChain(chain, Anonymous());
    }

    private JwtIssuers? Issuers()
    {
        var client = new IssuerClient(services.Connections);
        var logger = services.Loggers.CreateLogger<JwtIssuers>();
        var flags = options.Oidc.ToSettings();
        if (options.AuthenticationConfigFile is not { } file)
        {
            if (flags is null) return null;
            var single = new JwtIssuers([flags], client, services.Time, logger);
            owned.Add(single);
            return single;
        }

        if (flags is not null) throw new ArgumentException("authentication-config file and oidc-* flags are mutually exclusive");
        var reader = new AuthenticationConfigurationReader(options.ServiceAccountIssuers);
        var (content, configuration) = ServerFile.Read(file, text => (text, reader.Read(text)), "--authentication-config");
        if (configuration.Anonymous is { } rule)
        {
            if (options.AnonymousAuth is not null)
                throw new ArgumentException("--anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file");
            anonymous = rule;
        }

        var issuers = new JwtIssuers(configuration.Issuers, client, services.Time, logger);
        issuers.Follow(file, content, reader, configuration.Anonymous);
        owned.Add(issuers);
        return issuers;
    }

    // Where everybody may do everything, at least somebody must be named.
    private AnonymousRule Anonymous() => options.AuthorizationModes.Contains("AlwaysAllow") ? AnonymousRule.From(false) : anonymous;

    private CertificateBundle Bundle(string file, string flag) => ServerFile.Read(file, _ => new CertificateBundle(file, services.Time), flag);
}
