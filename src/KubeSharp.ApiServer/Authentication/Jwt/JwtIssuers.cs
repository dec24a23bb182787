using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Authentication.Anonymous;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Configuration;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>
/// The outside issuers in force. When the configuration file changes, the new issuers are looked for first and take over once they are found; a file that makes
/// no sense, or an issuer that is not found in time, leaves the old ones in force.
/// </summary>
internal sealed partial class JwtIssuers : ITokenAuthenticator, IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly IssuerClient client;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private WatchedFile? file;
    private volatile Generation current;

    /// <param name="settings">The issuers at first.</param>
    /// <param name="client">Reads what issuers publish.</param>
    /// <param name="time">The time.</param>
    /// <param name="logger">Where changes are named.</param>
    public JwtIssuers(IReadOnlyList<JwtIssuerSettings> settings, IssuerClient client, TimeProvider time, ILogger logger)
    {
        (this.client, this.time, this.logger) = (client, time, logger);
        current = Begin(settings);
    }

    /// <summary>Takes over what the file says whenever it changes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it says now.</param>
    /// <param name="reader">Reads it.</param>
    /// <param name="anonymous">What it said of requests without credentials at the start: that cannot change while the server runs.</param>
    public void Follow(string path, string content, AuthenticationConfigurationReader reader, AnonymousRule? anonymous) =>
        file = new WatchedFile(path, content, text => ReloadAsync(path, text, reader, anonymous), time, logger);

    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        List<string>? errors = null;
        foreach (var issuer in current.Issuers)
        {
            var result = await issuer.AuthenticateAsync(token, audiences, cancellationToken);
            if (result.User is not null) return result;
            if (result.Error is not null) (errors ??= []).Add(result.Error);
        }

        return errors is null ? AuthenticationResult.NotAttempted : AuthenticationResult.Failure(string.Join(", ", errors));
    }

    public void Dispose()
    {
        file?.Dispose();
        current.Dispose();
    }

    private Generation Begin(IReadOnlyList<JwtIssuerSettings> settings)
    {
        var stopping = new CancellationTokenSource();
        return new Generation([.. settings.Select(one => new JwtAuthenticator(one, client, time, logger, stopping.Token))], stopping);
    }

    private async Task ReloadAsync(string path, string text, AuthenticationConfigurationReader reader, AnonymousRule? anonymous)
    {
        Generation? next = null;
        try
        {
            var configuration = reader.Read(text);
            if (configuration.Anonymous != anonymous)
                throw new FormatException(FieldError.Forbidden(FieldPath.Of("anonymous"), "changed from initial configuration file").ToString());
            next = Begin(configuration.Issuers);
            await Task.WhenAll(next.Issuers.Select(issuer => issuer.Ready)).WaitAsync(_patience, time);
            var old = current;
            current = next;
            old.Dispose();
            LogReloaded(path);
        }
        catch (Exception e) when (e is FormatException or TimeoutException)
        {
            next?.Dispose();
            LogNotReloaded(path, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} has changed; its issuers of tokens are in force")]
    private partial void LogReloaded(string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} has changed but cannot be used ({Problem}); the issuers of tokens stay as they were")]
    private partial void LogNotReloaded(string file, string problem);

    private sealed record Generation(IReadOnlyList<JwtAuthenticator> Issuers, CancellationTokenSource Stopping) : IDisposable
    {
        public void Dispose()
        {
            Stopping.Cancel();
            Stopping.Dispose();
        }
    }
}
