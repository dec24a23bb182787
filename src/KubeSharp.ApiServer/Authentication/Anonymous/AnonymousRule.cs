using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Anonymous;

/// <summary>Whether requests without credentials are let in: everywhere, nowhere, or for some paths only.</summary>
/// <param name="Enabled">Whether at all.</param>
/// <param name="Paths">The paths; empty for all.</param>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-authenticator-configuration</remarks>
public sealed record AnonymousRule(bool Enabled, IReadOnlyList<string> Paths)
{
    /// <summary>The rule of <c>--anonymous-auth</c>.</summary>
    public static AnonymousRule From(bool enabled) => new(enabled, []);

    /// <summary>Whether a request is let in.</summary>
    public bool Allows(HttpContext request)
    {
        if (!Enabled || Paths.Count == 0) return Enabled;
        var path = request.Request.Path.Value ?? "/";
        for (var i = 0; i < Paths.Count; i++)
        {
            if (Paths[i] == path) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(AnonymousRule? other) => other is not null && Enabled == other.Enabled && Paths.SequenceEqual(other.Paths);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Enabled, Paths.Count);
}
