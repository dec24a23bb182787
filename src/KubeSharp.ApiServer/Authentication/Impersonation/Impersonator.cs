using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Authorization;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication.Impersonation;

/// <summary>Lets a request go on as another user, if its own user may impersonate that one.</summary>
public sealed class Impersonator(IAuthorizer authorizer)
{
    // From so many groups or extras on, one right over all of them is looked for first.
    private const int Many = 4;

    /// <summary>
    /// Reads the headers and decides. A result without user and error means that nothing was asked; with a user, the headers are gone
    /// from the request.
    /// </summary>
    public async ValueTask<ImpersonationResult> TryAsync(
        IHeaderDictionary headers, AuthorizationAttributes request, CancellationToken cancellationToken)
    {
        if (!ImpersonationHeaders.Any(headers))
            return default;
        var wanted = ImpersonationHeaders.Read(headers);
        if (wanted.Name.Length == 0)
        {
            return wanted.Uid.Length + wanted.Groups.Count + wanted.Extra.Count == 0
                ? default
                : new ImpersonationResult(null, StatusError.BadRequest(ImpersonationHeaders.WithoutName(wanted)));
        }

        ImpersonationResult? first = null;
        foreach (var mode in ImpersonationMode.All)
        {
            if (!mode.Applies(wanted, request.User))
                continue;
            var result = await TryAsync(mode, wanted, request, cancellationToken).ConfigureAwait(false);
            if (result.User is not null)
            {
                ImpersonationHeaders.Remove(headers);
                return result;
            }

            // The refusal of the narrowest mode is the one that is shown.
            first ??= result;
        }

        return first!.Value;
    }

    private async ValueTask<ImpersonationResult> TryAsync(
        ImpersonationMode mode, UserInfo wanted, AuthorizationAttributes request, CancellationToken cancellationToken)
    {
        var by = request.User;
        if (mode.IsConstrained)
        {
            var on = request with { Verb = $"impersonate-on:{mode.Name}:{request.Verb}" };
            if (await RefusalAsync(on, cancellationToken).ConfigureAwait(false) is { } refused)
                return refused;
        }

        foreach (var check in Checks(mode, wanted, by))
        {
            if (check.Refusal is { } reason)
                return Refuse(check.Attributes, reason);
            if (check.All is { } all && (await authorizer.AuthorizeAsync(all, cancellationToken).ConfigureAwait(false)).IsAllowed)
                continue;
            foreach (var one in check.Each)
            {
                if (await RefusalAsync(one, cancellationToken).ConfigureAwait(false) is { } refused)
                    return refused;
            }
        }

        return new ImpersonationResult(Complete(mode, wanted), null, mode.IsConstrained ? mode.Verb : "");
    }

    private static IEnumerable<Check> Checks(ImpersonationMode mode, UserInfo wanted, UserInfo by)
    {
        AuthorizationAttributes On(string group, string resource, string name) => new()
        {
            User = by,
            Verb = mode.Verb,
            IsResourceRequest = true,
            ApiGroup = group,
            ApiVersion = "v1",
            Resource = resource,
            Name = name,
            Namespace = "",
            Subresource = "",
            Path = "",
            FieldSelector = "",
            LabelSelector = "",
        };

        var user = On(mode.UserGroup, "users", wanted.Name);
        if (mode.IsConstrained && ImpersonationMode.NodeName(wanted.Name) is { } node)
            user = user with { Resource = "nodes", Name = mode.Name == "associated-node" ? "*" : node };
        if (ServiceAccountNames.TrySplit(wanted.Name, out var @namespace, out var account))
            user = user with { Resource = "serviceaccounts", Namespace = @namespace, Name = account };
        yield return new Check(user) { Each = [user] };

        if (wanted.Uid.Length > 0)
        {
            var uid = On("authentication.k8s.io", "uids", wanted.Uid);
            yield return new Check(uid) { Each = [uid] };
        }

        if (wanted.Groups.Count > 0)
        {
            var groups = On(mode.UserGroup, "groups", "");
            if (mode.IsConstrained && wanted.IsInGroup(""))
                yield return new Check(groups) { Refusal = "impersonating the empty string group is not allowed" };
            if (mode.IsConstrained && wanted.IsInGroup(UserInfo.MastersGroup))
                yield return new Check(groups with { Name = UserInfo.MastersGroup }) { Refusal = "impersonating the system:masters group is not allowed" };
            yield return new Check(groups)
            {
                All = mode.IsConstrained && wanted.Groups.Count >= Many ? groups with { Name = "*" } : null,
                Each = [.. wanted.Groups.Select(group => groups with { Name = group })],
            };
        }

        if (wanted.Extra.Count > 0)
        {
            var extras = On("authentication.k8s.io", "userextras", "");
            if (mode.IsConstrained && WhyBadExtra(wanted.Extra) is { } bad)
                yield return new Check(extras) { Refusal = bad };
            var many = wanted.Extra.Count >= Many || wanted.Extra.Values.Sum(values => values.Count) >= Many;
            yield return new Check(extras)
            {
                All = mode.IsConstrained && many ? extras with { Subresource = "*", Name = "*" } : null,
                Each = [.. wanted.Extra.SelectMany(extra => extra.Value.Select(value => extras with { Subresource = extra.Key, Name = value }))],
            };
        }
    }

    private static string? WhyBadExtra(IReadOnlyDictionary<string, IReadOnlyList<string>> extra)
    {
        foreach (var (key, values) in extra)
        {
            if (key.Length == 0)
                return "impersonating the empty string key in extra is not allowed";
            if (key.IndexOf('/', StringComparison.Ordinal) is <= 0 || key.EndsWith('/'))
                return $"impersonating an invalid key in extra is not allowed: extra.key: Invalid value: \"{key}\": must be a domain-prefixed path (such as \"acme.io/foo\")";
            if (values.Count == 0)
                return "impersonating empty values in extra is not allowed";
            if (values.Contains(""))
                return "impersonating the empty string value in extra is not allowed";
        }

        return null;
    }

    // What a user of that name always has is added: nobody needs to ask for it.
    private static UserInfo Complete(ImpersonationMode mode, UserInfo wanted)
    {
        var user = wanted;
        if (mode.IsConstrained && ImpersonationMode.NodeName(wanted.Name) is not null)
            user = user with { Groups = ["system:nodes"] };
        else if (user.Groups.Count == 0 && ServiceAccountNames.TrySplit(wanted.Name, out var @namespace, out _))
            user = user with { Groups = ServiceAccountNames.Groups(@namespace) };
        if (user.Name == UserInfo.Anonymous.Name)
            return user.WithGroup(UserInfo.UnauthenticatedGroup);
        return user.IsInGroup(UserInfo.UnauthenticatedGroup) ? user : user.WithGroup(UserInfo.AuthenticatedGroup);
    }

    private static ImpersonationResult Refuse(AuthorizationAttributes attributes, string reason) =>
        new(null, Authorization.Refusal.ToStatus(attributes, reason));

    private async ValueTask<ImpersonationResult?> RefusalAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken)
    {
        var decision = await authorizer.AuthorizeAsync(attributes, cancellationToken).ConfigureAwait(false);
        return decision.IsAllowed ? null : Refuse(attributes, decision.Reason);
    }

    private sealed record Check(AuthorizationAttributes Attributes)
    {
        public string? Refusal { get; init; }

        public AuthorizationAttributes? All { get; init; }

        public IReadOnlyList<AuthorizationAttributes> Each { get; init; } = [];
    }
}
