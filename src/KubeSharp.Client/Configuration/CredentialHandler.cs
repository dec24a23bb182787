using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KubeSharp.Client;

/// <summary>Adds who we are to every request.</summary>
internal sealed class CredentialHandler(HttpMessageHandler inner, KubeConfig config, ExecCredentialProvider? exec, TimeProvider time)
    : DelegatingHandler(inner)
{
    private static readonly TimeSpan TokenFileLife = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private string? fileToken;
    private DateTimeOffset fileTokenUntil;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (config.ImpersonateUser is { Length: > 0 } user)
        {
            request.Headers.TryAddWithoutValidation("Impersonate-User", user);
            foreach (string group in config.ImpersonateGroups) request.Headers.TryAddWithoutValidation("Impersonate-Group", group);
        }

        if (exec is null)
        {
            Authorize(request, Token());
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        string? token = await exec.TokenAsync(cancellationToken).ConfigureAwait(false);
        Authorize(request, token);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // The program's credentials may end before their time: the next request asks it again.
        if (response.StatusCode == HttpStatusCode.Unauthorized) exec.Discard(token);
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) exec?.Dispose();
        base.Dispose(disposing);
    }

    private void Authorize(HttpRequestMessage request, string? token)
    {
        if (request.Headers.Authorization is not null) return;
        if (!string.IsNullOrEmpty(token))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (!string.IsNullOrEmpty(config.Username))
        {
            string pair = Convert.ToBase64String(Encoding.UTF8.GetBytes(config.Username + ":" + config.Password));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }
    }

    private string? Token()
    {
        if (config.TokenFile is null) return config.Token;
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (fileToken is not null && now < fileTokenUntil) return fileToken;
            try
            {
                fileToken = File.ReadAllText(config.TokenFile).Trim();
                fileTokenUntil = now + TokenFileLife;
            }
            catch (IOException) when (fileToken is not null)
            {
                // Being replaced; the one we have is good until the server says otherwise.
            }

            return fileToken;
        }
    }
}
