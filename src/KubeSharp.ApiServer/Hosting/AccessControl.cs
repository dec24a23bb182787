using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Certificates;
using KubeSharp.ApiServer.Authentication.Proxies;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Nodes;
using KubeSharp.ApiServer.Authorization.Rbac;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>Who is believed and what they may do, as the command line says: the authenticators and authorizers in their order.</summary>
internal sealed class AccessControl : IDisposable
{
    private readonly List<IDisposable> feeds = [];

    /// <exception cref="ArgumentException">An authorization mode does not exist, or a file of keys or tokens makes no sense.</exception>
    public AccessControl(ApiServerOptions options, IObjectLister objects, TimeProvider time)
    {
        Audiences = options.ApiAudiences.Count > 0 ? options.ApiAudiences : options.ServiceAccountIssuers;
        var keys = ServiceAccountKeys(options);
        TokenIssuer = options is { ServiceAccountSigningKeyFile: { } file, ServiceAccountIssuers: [var issuer, ..] }
            ? new ServiceAccountTokenIssuer(ServerFile.Read(file, TokenKey.FromPem, "--service-account-signing-key-file")[0], issuer, time)
            : null;
        TokenKeys = keys.Keys;
        Tokens = new TokenChain(TokenKinds(options, keys, objects, time));
        Authenticator = new AuthenticationChain(Authenticators(options, time), options.AnonymousAuth);
        Authorizers = [new PrivilegedGroupAuthorizer(), .. options.AuthorizationModes.Select(mode => AuthorizerFor(mode, objects))];
        Authorizer = new AuthorizerUnion(Authorizers);
    }

    public IAuthenticator Authenticator { get; }

    /// <summary>Whom a bearer token proves.</summary>
    public TokenChain Tokens { get; }

    /// <summary>Who this server is, to a token.</summary>
    public IReadOnlyList<string> Audiences { get; }

    /// <summary>Makes tokens; null without a signing key.</summary>
    public ServiceAccountTokenIssuer? TokenIssuer { get; }

    /// <summary>The keys that verify service-account tokens.</summary>
    public IReadOnlyList<TokenKey> TokenKeys { get; }

    public IAuthorizer Authorizer { get; }

    /// <summary>The single authorizers in order.</summary>
    public IReadOnlyList<IAuthorizer> Authorizers { get; }

    /// <summary>The roles and bindings in force; null if RBAC is not used.</summary>
    public RbacAuthorizer? Rbac { get; private set; }

    /// <summary>Keeps <see cref="Rbac"/> in step; null if RBAC is not used.</summary>
    public RbacFeed? RbacFeed { get; private set; }

    /// <summary>Completes when the authorizers know the objects they decide by.</summary>
    public Task Synced => RbacFeed?.Synced ?? Task.CompletedTask;

    public void Dispose()
    {
        foreach (var feed in feeds) feed.Dispose();
    }

    // Front proxies first: their certificate says who they are, not for whom they speak.
    private List<IAuthenticator> Authenticators(ApiServerOptions options, TimeProvider time)
    {
        List<IAuthenticator> chain = [];
        if (options.RequestHeaderClientCaFile is { } proxies)
        {
            var names = new RequestHeaderNames
            {
                AllowedProxies = options.RequestHeaderAllowedNames,
                User = options.RequestHeaderUsernameHeaders,
                Groups = options.RequestHeaderGroupHeaders,
                ExtraPrefixes = options.RequestHeaderExtraPrefixes,
            };
            chain.Add(new RequestHeaderAuthenticator(Bundle(proxies, "--requestheader-client-ca-file", time), names, time));
        }

        if (options.ClientCaFile is { } users) chain.Add(new ClientCertificateAuthenticator(Bundle(users, "--client-ca-file", time), time));
        chain.Add(new BearerTokenAuthenticator(Tokens, Audiences));
        return chain;
    }

    private List<ITokenAuthenticator> TokenKinds(ApiServerOptions options, TokenKeySet keys, IObjectLister objects, TimeProvider time)
    {
        List<ITokenAuthenticator> kinds = [];
        if (options.TokenAuthFile is { } file) kinds.Add(ServerFile.Read(file, text => new StaticTokens(file, text.Split('\n')), "--token-auth-file"));
        if (keys.Keys.Count > 0)
        {
            var lookup = options.ServiceAccountLookup;
            kinds.Add(new ServiceAccountTokens(keys, options.ServiceAccountIssuers, lookup ? new BoundObjectChecker(objects) : null, time));
            kinds.Add(new LegacyServiceAccountTokens(keys, lookup ? objects : null, Audiences));
        }

        if (options.EnableBootstrapTokenAuth) kinds.Add(new BootstrapTokens(objects, time));
        return kinds;
    }

    private static CertificateBundle Bundle(string file, string flag, TimeProvider time) => ServerFile.Read(file, _ => new CertificateBundle(file, time), flag);

    private static TokenKeySet ServiceAccountKeys(ApiServerOptions options)
    {
        IReadOnlyList<string> files = options.ServiceAccountKeyFiles.Count > 0 ? options.ServiceAccountKeyFiles
            : options.ServiceAccountSigningKeyFile is { } signing ? [signing]
            : [];
        return new TokenKeySet([.. files.SelectMany(file => ServerFile.Read(file, TokenKey.FromPem, "--service-account-key-file"))]);
    }

    private IAuthorizer AuthorizerFor(string mode, IObjectLister objects)
    {
        switch (mode)
        {
            case "RBAC":
                Rbac = new RbacAuthorizer();
                RbacFeed = new RbacFeed(objects, Rbac);
                feeds.Add(RbacFeed);
                return Rbac;
            case "Node":
                var graph = new NodeGraph(objects);
                feeds.Add(graph);
                return new NodeAuthorizer(graph);
            case "AlwaysAllow":
                return ConstantAuthorizer.AlwaysAllow;
            case "AlwaysDeny":
                return ConstantAuthorizer.AlwaysDeny;
            default:
                throw new ArgumentException($"--authorization-mode: \"{mode}\" is none of Node, RBAC, AlwaysAllow, AlwaysDeny.");
        }
    }
}
