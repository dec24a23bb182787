using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>What must be allowed to someone who wants to act as another user, and who that user then is.</summary>
internal static class ImpersonationQuestions
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    /// <summary>One question each for the name, the uid, every group and every value of extra.</summary>
    public static IEnumerable<AuthorizationAttributes> For(UserInfo user, UserInfo wanted)
    {
        if (TryServiceAccount(wanted.Name, out var ns, out var name))
        {
            yield return Question(user, "", "v1", "serviceaccounts", "", ns, name);
        }
        else
        {
            yield return Question(user, "", "v1", "users", "", "", wanted.Name);
        }

        foreach (var group in wanted.Groups) yield return Question(user, "", "v1", "groups", "", "", group);
        foreach (var (key, values) in wanted.Extra)
        {
            foreach (var value in values) yield return Question(user, "authentication.k8s.io", "v1", "userextras", key, "", value);
        }

        if (wanted.Uid.Length > 0) yield return Question(user, "authentication.k8s.io", "v1", "uids", "", "", wanted.Uid);
    }

    /// <summary>The groups that come with the name: those of service accounts unless groups were given, and the (un)authenticated one.</summary>
    public static UserInfo Complete(UserInfo wanted)
    {
        if (wanted.Groups.Count == 0 && TryServiceAccount(wanted.Name, out var ns, out _))
        {
            wanted = wanted with { Groups = ["system:serviceaccounts", "system:serviceaccounts:" + ns] };
        }

        if (wanted.Name == UserInfo.Anonymous.Name) return wanted.WithGroup(UserInfo.UnauthenticatedGroup);
        return wanted.IsInGroup(UserInfo.UnauthenticatedGroup) ? wanted : wanted.WithGroup(UserInfo.AuthenticatedGroup);
    }

    private static bool TryServiceAccount(string user, out string ns, out string name)
    {
        ns = name = "";
        if (!user.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal)) return false;
        var parts = user[ServiceAccountPrefix.Length..].Split(':');
        if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0) return false;
        (ns, name) = (parts[0], parts[1]);
        return true;
    }

    private static AuthorizationAttributes Question(UserInfo user, string group, string version, string resource, string subresource, string ns, string name) => new()
    {
        User = user,
        Verb = "impersonate",
        IsResourceRequest = true,
        ApiGroup = group,
        ApiVersion = version,
        Resource = resource,
        Subresource = subresource,
        Namespace = ns,
        Name = name,
        Path = "",
        FieldSelector = "",
        LabelSelector = "",
    };
}
