namespace KubeSharp.ApiServer.Authentication;

/// <summary>What one authenticator has to say about a request's credentials.</summary>
/// <param name="User">The user the credentials prove, or null.</param>
/// <param name="Error">Why the credentials that were recognised do not count, or null. For the log, never for the caller.</param>
/// <remarks>Neither a user nor an error means that the authenticator saw nothing of its kind: the next one is asked.</remarks>
public readonly record struct AuthenticationResult(UserInfo? User, string? Error)
{
    /// <summary>The request carries no credentials of this authenticator's kind.</summary>
    public static AuthenticationResult NotAttempted => default;

    /// <summary>The audiences of the token that are also audiences of this server; null if the credentials know no audiences.</summary>
    public IReadOnlyList<string>? Audiences { get; init; }

    /// <summary>What the audit log should say of the credentials.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get => field ?? []; init; }

    /// <summary>What the caller should be told of the credentials, or empty.</summary>
    public string Warning { get => field ?? ""; init; }

    /// <summary>The credentials prove <paramref name="user"/>.</summary>
    public static AuthenticationResult Success(UserInfo user) => new(user, null);

    /// <summary>There were credentials of this kind, and they are bad.</summary>
    public static AuthenticationResult Failure(string error) => new(null, error);
}
