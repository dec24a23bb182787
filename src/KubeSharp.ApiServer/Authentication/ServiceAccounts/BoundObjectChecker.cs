using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>Whether what a token is bound to is still there: the service account, and the pod, secret or node.</summary>
internal sealed class BoundObjectChecker(IObjectLister objects)
{
    // An object that is being deleted still counts for a while: what it runs must be able to say goodbye.
    private static readonly TimeSpan _leeway = TimeSpan.FromSeconds(60);

    /// <summary>Why the token does not count any more, or null.</summary>
    public async ValueTask<string?> WhyGoneAsync(ServiceAccountClaims claims, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (claims.Secret is { } secret
            && await CheckAsync("secrets", "secret", claims.Namespace, secret, now, cancellationToken).ConfigureAwait(false) is { } noSecret)
            return noSecret;
        if (await CheckAsync("serviceaccounts", "service account", claims.Namespace, claims.ServiceAccount, now, cancellationToken).ConfigureAwait(false)
            is { } noAccount)
            return noAccount;
        if (claims.Pod is { } pod)
            return await CheckAsync("pods", "pod", claims.Namespace, pod, now, cancellationToken).ConfigureAwait(false);

        // A pod's token names its node for information; only a token bound to the node itself dies with it.
        return claims.Node is { } node ? await CheckAsync("nodes", "node", "", node, now, cancellationToken).ConfigureAwait(false) : null;
    }

    private async ValueTask<string?> CheckAsync(
        string resource, string kind, string @namespace, BoundObject bound, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The cache may trail an object that was made a moment ago on another server; it is asked twice before the token is refused.
        var found = objects.Get("", resource, @namespace, bound.Name);
        if (found is null || Uid(found) != bound.Uid)
            found = await objects.GetLatestAsync("", resource, @namespace, bound.Name, cancellationToken).ConfigureAwait(false);
        if (found is null)
            return $"{resource} \"{bound.Name}\" not found";
        if (IsPastDeletion(found, now))
            return $"{kind} \"{bound.Name}\" has been deleted";
        return Uid(found) == bound.Uid ? null : $"{kind} UID ({Uid(found)}) does not match claim ({bound.Uid})";
    }

    private static string Uid(JsonObject document) => document.FindString("metadata", "uid") ?? "";

    private static bool IsPastDeletion(JsonObject document, DateTimeOffset now) =>
        document.FindString("metadata", "deletionTimestamp") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var deletion)
        && now > deletion + _leeway;
}
