using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Configuration;
using KubeSharp.ApiServer.Authorization.Rbac;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>Who is believed and what they may do, as the command line says.</summary>
/// <remarks>Who is asked in which order stands in <see cref="AuthenticationBuilder"/> and <see cref="AuthorizationBuilder"/>.</remarks>
internal sealed class AccessControl : IDisposable
{
    private readonly List<IDisposable> owned = [];
    private readonly ReloadableAuthorizer authorizer;

    /// <exception cref="ArgumentException">Flags contradict each other, or a file of keys, tokens or rules makes no sense.</exception>
    public AccessControl(AccessServices services)
    {
        var options = services.Options;
        Audiences = options.ApiAudiences.Count > 0 ? options.ApiAudiences : options.ServiceAccountIssuers;
        var keys = ServiceAccountKeys(options);
        TokenIssuer = options is { ServiceAccountSigningKeyFile: { } file, ServiceAccountIssuers: [var issuer, ..] }
            ? new ServiceAccountTokenIssuer(ServerFile.Read(file, TokenKey.FromPem, "--service-account-signing-key-file")[0], issuer, services.Time)
            : null;
        TokenKeys = keys.Keys;
        var authentication = new AuthenticationBuilder(services, keys, Audiences, () => LegacyTokenUse, owned);
        Tokens = authentication.Tokens();
        Authenticator = authentication.Chain(Tokens);
        var authorization = new AuthorizationBuilder(services, owned);
        authorizer = authorization.Build();
        Rbac = authorization.Rbac;
        RbacFeed = authorization.RbacFeed;
    }

    public IAuthenticator Authenticator { get; }

    /// <summary>Hears of uses of old tokens; null until writing is possible.</summary>
    public ILegacyTokenUse? LegacyTokenUse { get; set; }

    /// <summary>Whom a bearer token proves.</summary>
    public TokenChain Tokens { get; }

    /// <summary>Who this server is, to a token.</summary>
    public IReadOnlyList<string> Audiences { get; }

    /// <summary>Makes tokens; null without a signing key.</summary>
    public ServiceAccountTokenIssuer? TokenIssuer { get; }

    /// <summary>The keys that verify service-account tokens.</summary>
    public IReadOnlyList<TokenKey> TokenKeys { get; }

    public IAuthorizer Authorizer => authorizer;

    /// <summary>The single authorizers in order, as they are now.</summary>
    public IReadOnlyList<IAuthorizer> Authorizers => authorizer.Authorizers;

    /// <summary>The roles and bindings in force; null if RBAC is not used.</summary>
    public RbacAuthorizer? Rbac { get; }

    /// <summary>Keeps <see cref="Rbac"/> in step; null if RBAC is not used.</summary>
    public RbacFeed? RbacFeed { get; }

    /// <summary>Completes when the authorizers know the objects they decide by.</summary>
    public Task Synced => RbacFeed?.Synced ?? Task.CompletedTask;

    public void Dispose()
    {
        foreach (var one in owned) one.Dispose();
    }

    private static TokenKeySet ServiceAccountKeys(ApiServerOptions options)
    {
        IReadOnlyList<string> files = options.ServiceAccountKeyFiles.Count > 0 ? options.ServiceAccountKeyFiles
            : options.ServiceAccountSigningKeyFile is { } signing ? [signing]
            : [];
        return new TokenKeySet([.. files.SelectMany(file => ServerFile.Read(file, TokenKey.FromPem, "--service-account-key-file"))]);
    }
}
