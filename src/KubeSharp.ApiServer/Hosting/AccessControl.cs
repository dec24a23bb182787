using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Certificates;
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

    public AccessControl(ApiServerOptions options, IObjectLister objects, TimeProvider time)
    {
        Authenticator = new AuthenticationChain(Authenticators(options, objects, time), options.AnonymousAuth);
        Authorizer = new AuthorizerUnion([new PrivilegedGroupAuthorizer(), .. options.AuthorizationModes.Select(mode => AuthorizerFor(mode, objects))]);
    }

    public IAuthenticator Authenticator { get; }

    public IAuthorizer Authorizer { get; }

    /// <summary>The roles and bindings in force; null if RBAC is not used.</summary>
    public RbacAuthorizer? Rbac { get; private set; }

    /// <summary>Completes when the authorizers know the objects they decide by.</summary>
    public Task Synced { get; private set; } = Task.CompletedTask;

    public void Dispose()
    {
        foreach (var feed in feeds) feed.Dispose();
    }

    private static List<IAuthenticator> Authenticators(ApiServerOptions options, IObjectLister objects, TimeProvider time)
    {
        var chain = new List<IAuthenticator>();
        if (options.ClientCaFile is { } authorities) chain.Add(new ClientCertificateAuthenticator(new CertificateBundle(authorities, time), time));
        var tokens = new List<ITokenAuthenticator>();
        if (options.TokenAuthFile is { } file) tokens.Add(new StaticTokens(file, File.ReadLines(file)));
        if (options.EnableBootstrapTokenAuth) tokens.Add(new BootstrapTokens(objects, time));
        chain.Add(new BearerTokenAuthenticator(new TokenChain(tokens), options.ApiAudiences.Count > 0 ? options.ApiAudiences : options.ServiceAccountIssuers));
        return chain;
    }

    private IAuthorizer AuthorizerFor(string mode, IObjectLister objects)
    {
        switch (mode)
        {
            case "RBAC":
                Rbac = new RbacAuthorizer();
                var feed = new RbacFeed(objects, Rbac);
                feeds.Add(feed);
                Synced = feed.Synced;
                return Rbac;
            case "Node":
                var graph = new NodeGraph(objects);
                feeds.Add(graph);
                return new NodeAuthorizer(graph);
            case "AlwaysAllow":
                return new ConstantAuthorizer(AuthorizationDecision.Allow());
            case "AlwaysDeny":
                return new ConstantAuthorizer(AuthorizationDecision.NoOpinion);
            default:
                throw new ArgumentException($"--authorization-mode: \"{mode}\" is none of Node, RBAC, AlwaysAllow, AlwaysDeny.");
        }
    }
}
