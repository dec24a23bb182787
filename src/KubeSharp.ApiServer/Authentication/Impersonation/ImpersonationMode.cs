using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;

namespace KubeSharp.ApiServer.Authentication.Impersonation;

/// <summary>
/// A way to be allowed to impersonate. The constrained ones also limit what the impersonator may do as the other user, with a
/// right on the verb <c>impersonate-on:MODE:VERB</c> (https://kep.k8s.io/5284); the mode of old allows all that the other may.
/// </summary>
internal sealed partial record ImpersonationMode(string Name, bool IsConstrained, Func<UserInfo, UserInfo, bool> Applies)
{
    private const string NodePrefix = "system:node:";

    /// <summary>All modes in the order in which they are tried.</summary>
    public static IReadOnlyList<ImpersonationMode> All { get; } =
    [
        new("associated-node", true, (wanted, by) => NameOnly(wanted) && IsNodeOf(by, wanted.Name)),
        new("arbitrary-node", true, (wanted, _) => NameOnly(wanted) && NodeName(wanted.Name) is not null),
        new("serviceaccount", true, (wanted, _) => NameOnly(wanted) && ServiceAccountNames.TrySplit(wanted.Name, out string _, out string _)),
        new("user-info", true, (wanted, _) => NodeName(wanted.Name) is null && !ServiceAccountNames.TrySplit(wanted.Name, out string _, out string _)),
        new("", false, (_, _) => true),
    ];

    /// <summary>The verb that is checked on the user, groups, UID and extras.</summary>
    public string Verb => IsConstrained ? "impersonate:" + Name : "impersonate";

    /// <summary>The API group in which users and groups are checked.</summary>
    public string UserGroup => IsConstrained ? "authentication.k8s.io" : "";

    /// <summary>The name of the node whose user this is, or null.</summary>
    public static string? NodeName(string user) =>
        user.StartsWith(NodePrefix, StringComparison.Ordinal) && user.Length <= NodePrefix.Length + 253 && Subdomain().IsMatch(user[NodePrefix.Length..])
            ? user[NodePrefix.Length..]
            : null;

    private static bool NameOnly(UserInfo wanted) => wanted.Uid.Length == 0 && wanted.Groups.Count == 0 && wanted.Extra.Count == 0;

    private static bool IsNodeOf(UserInfo by, string wanted) =>
        NodeName(wanted) is { } node
        && ServiceAccountNames.TrySplit(by.Name, out _, out _)
        && by.Extra.TryGetValue(UserExtraKeys.NodeName, out var nodes)
        && nodes is [var own]
        && own == node;

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z")]
    private static partial Regex Subdomain();
}
