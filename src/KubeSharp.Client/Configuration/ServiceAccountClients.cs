using System.Net;
using System.Net.Http.Headers;
using KubeSharp.Models.Authentication.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Client;

/// <summary>
/// Clients that act as service accounts of one namespace, with tokens that the server issues for them on request: what
/// <c>--use-service-account-credentials</c> of a controller manager means. Accounts that are missing are made.
/// </summary>
public sealed class ServiceAccountClients : IDisposable
{
    private readonly KubeConfig config;
    private readonly KubeClient root;
    private readonly string ns;
    private readonly KubeClientOptions options;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (KubeClient Client, HttpMessageInvoker Invoker)> clients = new(StringComparer.Ordinal);

    /// <summary>Clients of the server in <paramref name="config"/>.</summary>
    /// <param name="config">The server and whom to trust; its credentials are not used.</param>
    /// <param name="root">Asks for tokens; must be allowed to create service accounts and their tokens.</param>
    /// <param name="ns">Where the accounts are. Default <c>kube-system</c>.</param>
    /// <param name="options">Behaviour of the clients.</param>
    public ServiceAccountClients(KubeConfig config, KubeClient root, string ns = "kube-system", KubeClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        this.config = config with
        {
            ClientCertificate = null,
            ClientKey = null,
            Token = null,
            TokenFile = null,
            Username = null,
            Password = null,
            Exec = null,
            ImpersonateUser = null,
        };
        this.root = root;
        this.ns = ns;
        this.options = options ?? new KubeClientOptions();
    }

    /// <summary>The client of one service account. Its first request asks for a token. Disposed with this object.</summary>
    public KubeClient For(string account)
    {
        lock (gate)
        {
            if (clients.TryGetValue(account, out (KubeClient Client, HttpMessageInvoker Invoker) known)) return known.Client;
            var tokens = new TokenSource(root, ns, account, options.TimeProvider);
            var handler = new TokenHandler(KubeHttpHandler.Create(config, options.TimeProvider), tokens);
            var invoker = new HttpMessageInvoker(handler, disposeHandler: true);
            var client = new KubeClient(invoker, config.Server, options with { UserAgent = options.UserAgent + "/system:serviceaccount:" + ns + ":" + account });
            clients.Add(account, (client, invoker));
            return client;
        }
    }

    /// <summary>Ends all clients.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach ((KubeClient client, HttpMessageInvoker invoker) in clients.Values)
            {
                client.Dispose();
                invoker.Dispose();
            }

            clients.Clear();
        }
    }

    internal sealed class TokenHandler(HttpMessageHandler inner, TokenSource tokens) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

            // The account was made anew, or the server's keys changed: the next request gets a new token.
            if (response.StatusCode == HttpStatusCode.Unauthorized) tokens.Discard(token);
            return response;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) tokens.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>A token and the time at which a new one should be had.</summary>
    internal sealed class TokenSource(KubeClient root, string ns, string account, TimeProvider time) : IDisposable
    {
        private const int LifeSeconds = 3600;
        private readonly SemaphoreSlim turn = new(1, 1);
        private volatile Held? held;

        public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
        {
            if (held is { } known && time.GetUtcNow() < known.RenewAt) return known.Token;
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (held is { } meanwhile && time.GetUtcNow() < meanwhile.RenewAt) return meanwhile.Token;
                TokenRequest answer = await RequestAsync(cancellationToken).ConfigureAwait(false);
                DateTimeOffset now = time.GetUtcNow();
                DateTimeOffset end = answer.Status.ExpirationTimestamp?.Value ?? now.AddSeconds(LifeSeconds);
                held = new Held(answer.Status.Token, now + ((end - now) * 0.8));
                return answer.Status.Token;
            }
            finally
            {
                turn.Release();
            }
        }

        public void Discard(string token)
        {
            if (held is { } current && current.Token == token) held = null;
        }

        public void Dispose() => turn.Dispose();

        private async Task<TokenRequest> RequestAsync(CancellationToken cancellationToken)
        {
            for (int attempt = 0; ; attempt++)
            {
                var request = new TokenRequest();
                request.Spec.ExpirationSeconds = LifeSeconds;
                try
                {
                    return await root.CreateSubresourceAsync<ServiceAccount, TokenRequest, TokenRequest>(ns, account, "token", request, cancellationToken: cancellationToken)
                        .ConfigureAwait(false);
                }
                catch (KubeApiException e) when (e.IsNotFound && attempt < 3)
                {
                    await CreateAccountAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }

        private async Task CreateAccountAsync(CancellationToken cancellationToken)
        {
            var missing = new ServiceAccount();
            missing.Metadata.Namespace = ns;
            missing.Metadata.Name = account;
            try
            {
                await root.CreateAsync(missing, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.IsAlreadyExists)
            {
                // Another part of the program was faster.
            }
        }

        private sealed record Held(string Token, DateTimeOffset RenewAt);
    }
}
