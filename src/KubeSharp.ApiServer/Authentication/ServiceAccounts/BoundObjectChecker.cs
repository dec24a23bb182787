using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>Whether what a token is bound to is still there: the service account, and the secret, pod or node.</summary>
internal sealed class BoundObjectChecker(IObjectLister objects)
{
    private const string Invalidated = "service account token has been invalidated";

    // An object that is being deleted still counts for a while: what it runs must be able to say goodbye.
    private static readonly TimeSpan _leeway = TimeSpan.FromSeconds(60);

    /// <summary>Why the token does not count any more, or null.</summary>
    public async ValueTask<string?> WhyGoneAsync(ServiceAccountClaims claims, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = claims.ServiceAccount;
        var found = await FindAsync("serviceaccounts", claims.Namespace, account, cancellationToken).ConfigureAwait(false);
        if (found is null) return $"serviceaccounts \"{account.Name}\" not found";
        if (IsPastDeletion(found, now)) return $"service account {claims.Namespace}/{account.Name} has been deleted";
        if (Uid(found) != account.Uid) return $"service account UID ({Uid(found)}) does not match claim ({account.Uid})";
        if (claims.Secret is { } secret
            && await CheckAsync("secrets", "secret", claims.Namespace, secret, now, cancellationToken).ConfigureAwait(false) is { } noSecret)
            return noSecret;
        if (claims.Pod is { } pod) return await CheckAsync("pods", "pod", claims.Namespace, pod, now, cancellationToken).ConfigureAwait(false);

        // A pod's token names its node for information; only a token bound to the node itself dies with it.
        return claims.Node is { } node ? await CheckAsync("nodes", "node", "", node, now, cancellationToken).ConfigureAwait(false) : null;
    }

    private async ValueTask<string?> CheckAsync(
        string resource, string kind, string @namespace, BoundObject bound, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await FindAsync(resource, @namespace, bound, cancellationToken).ConfigureAwait(false);
        if (found is null || IsPastDeletion(found, now)) return Invalidated;
        return Uid(found) == bound.Uid ? null : $"{kind} UID ({Uid(found)}) does not match service account {kind} ref claim ({bound.Uid})";
    }

    // The cache may trail an object that was made a moment ago on another server; it is asked twice before the token is refused.
    private async ValueTask<JsonObject?> FindAsync(string resource, string @namespace, BoundObject bound, CancellationToken cancellationToken)
    {
        var found = objects.Get("", resource, @namespace, bound.Name);
        return found is not null && Uid(found) == bound.Uid
            ? found
            : await objects.GetLatestAsync("", resource, @namespace, bound.Name, cancellationToken).ConfigureAwait(false);
    }

    private static string Uid(JsonObject document) => document.FindString("metadata", "uid") ?? "";

    private static bool IsPastDeletion(JsonObject document, DateTimeOffset now) =>
        document.FindString("metadata", "deletionTimestamp") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var deletion)
        && now > deletion + _leeway;
}
