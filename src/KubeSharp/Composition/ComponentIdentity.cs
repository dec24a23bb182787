using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.Composition;

/// <summary>Who the components of a server are to its API server: the same users that their certificates and tokens name elsewhere.</summary>
internal static class ComponentIdentity
{
    public static UserInfo ControllerManager { get; } = User("system:kube-controller-manager");

    public static UserInfo Scheduler { get; } = User("system:kube-scheduler");

    public static UserInfo Proxy { get; } = User("system:kube-proxy");

    public static UserInfo Node(string name) => User("system:node:" + name, "system:nodes");

    /// <summary>A controller acts as a service account of kube-system and has the rights of its role only.</summary>
    public static UserInfo Controller(string serviceAccount) =>
        User("system:serviceaccount:kube-system:" + serviceAccount, "system:serviceaccounts", "system:serviceaccounts:kube-system");

    private static UserInfo User(string name, params string[] groups) =>
        new() { Name = name, Groups = [.. groups, UserInfo.AuthenticatedGroup] };
}
