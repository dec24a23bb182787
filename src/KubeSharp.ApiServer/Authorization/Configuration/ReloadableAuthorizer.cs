using KubeSharp.ApiServer.Configuration;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Authorization.Configuration;

/// <summary>
/// The authorizers in force, in their order. When the configuration file changes and makes sense, others take over at once; otherwise they stay.
/// </summary>
internal sealed partial class ReloadableAuthorizer(IReadOnlyList<IAuthorizer> first, ILogger logger) : IAuthorizer, IDisposable
{
    private volatile Generation current = new(first);
    private WatchedFile? file;

    /// <summary>The single authorizers.</summary>
    public IReadOnlyList<IAuthorizer> Authorizers => current.Authorizers;

    /// <summary>Takes over what the file says whenever it changes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it says now.</param>
    /// <param name="make">Makes the authorizers of another content; throws if it makes no sense.</param>
    /// <param name="time">The time.</param>
    public void Follow(string path, string content, Func<string, IReadOnlyList<IAuthorizer>> make, TimeProvider time)
    {
        file = new WatchedFile(path, content, ReloadAsync, time, logger);
        Task ReloadAsync(string text)
        {
            try
            {
                current = new Generation(make(text));
                LogReloaded(path);
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                LogNotReloaded(path, e.Message);
            }

            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken) =>
        current.Union.AuthorizeAsync(attributes, cancellationToken);

    public void Dispose() => file?.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} has changed; its authorizers are in force")]
    private partial void LogReloaded(string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} has changed but cannot be used ({Problem}); the authorizers stay as they were")]
    private partial void LogNotReloaded(string file, string problem);

    private sealed class Generation(IReadOnlyList<IAuthorizer> authorizers)
    {
        public IReadOnlyList<IAuthorizer> Authorizers { get; } = authorizers;

        public AuthorizerUnion Union { get; } = new(authorizers);
    }
}
