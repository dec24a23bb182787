using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>
/// Role-based access control, https://kubernetes.io/docs/reference/access-authn-authz/rbac/. Reads never lock and never parse:
/// what a user may do is compiled on the user's first request after a role or binding has changed.
/// </summary>
internal sealed class RbacAuthorizer : IAuthorizer
{
    // Users come and go (every pod's service account is one); the cache starts over rather than grow without bound.
    private const int MaxCachedUsers = 4096;

    private volatile Compiled _compiled = new(RbacState.Empty);

    /// <summary>The roles and bindings in force.</summary>
    public RbacState State => _compiled.State;

    /// <summary>Puts other roles and bindings in force. Called by one writer at a time.</summary>
    public void Replace(RbacState state) => _compiled = new Compiled(state);

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken) =>
        new(GrantsOf(attributes.User).Decide(attributes));

    /// <summary>Everything a user may do in a namespace, for rules reviews and escalation checks.</summary>
    public (IReadOnlyList<RbacRule> Rules, string Errors) RulesFor(UserInfo user, string @namespace) => GrantsOf(user).RulesIn(@namespace);

    private UserGrants GrantsOf(UserInfo user)
    {
        var compiled = _compiled;
        // The same user comes back as the same instance from authenticators that remember; looking at names and groups is for the others.
        if (compiled.Instances.TryGetValue(user, out var grants))
            return grants;
        grants = ByName(compiled, user);
        compiled.Instances.AddOrUpdate(user, grants);
        return grants;
    }

    private static UserGrants ByName(Compiled compiled, UserInfo user)
    {
        var key = new UserKey(user);
        if (compiled.Users.TryGetValue(key, out var grants))
            return grants;
        if (compiled.Users.Count >= MaxCachedUsers)
            compiled.Users.Clear();
        return compiled.Users.GetOrAdd(key, UserGrants.Compile(compiled.State, user));
    }

    private sealed class Compiled(RbacState state)
    {
        public RbacState State { get; } = state;

        public ConditionalWeakTable<UserInfo, UserGrants> Instances { get; } = [];

        public ConcurrentDictionary<UserKey, UserGrants> Users { get; } = new();
    }

    // Name and groups are all that bindings look at.
    private readonly struct UserKey(UserInfo user) : IEquatable<UserKey>
    {
        private readonly UserInfo _user = user;

        public bool Equals(UserKey other)
        {
            if (ReferenceEquals(_user, other._user))
                return true;
            if (_user.Name != other._user.Name || _user.Groups.Count != other._user.Groups.Count)
                return false;
            for (var i = 0; i < _user.Groups.Count; i++)
            {
                if (_user.Groups[i] != other._user.Groups[i])
                    return false;
            }

            return true;
        }

        public override bool Equals(object? obj) => obj is UserKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(_user.Name);
            for (var i = 0; i < _user.Groups.Count; i++)
                hash.Add(_user.Groups[i]);
            return hash.ToHashCode();
        }
    }
}
