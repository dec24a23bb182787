namespace KubeSharp.ApiServer.Authorization.Webhook;

/// <summary>A service outside that decides about requests, and when it is asked.</summary>
internal sealed record WebhookAuthorizerSettings
{
    /// <summary>The kubeconfig that says where it is; null for the API server of this very cluster.</summary>
    public required string? KubeConfigFile { get; init; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a yes is remembered.</summary>
    public TimeSpan AuthorizedTtl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a no is remembered.</summary>
    public TimeSpan UnauthorizedTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a yes is remembered at all.</summary>
    public bool CacheAuthorized { get; init; } = true;

    /// <summary>Whether a no is remembered at all.</summary>
    public bool CacheUnauthorized { get; init; } = true;

    /// <summary>The version of SubjectAccessReview that it speaks.</summary>
    public string Version { get; init; } = "v1";

    /// <summary>Whether requests are refused when it cannot be asked, rather than left to the next authorizer.</summary>
    public bool DenyOnFailure { get; init; }

    /// <summary>It is asked only about requests for which all of these hold.</summary>
    public IReadOnlyList<MatchCondition> MatchConditions { get; init; } = [];
}
