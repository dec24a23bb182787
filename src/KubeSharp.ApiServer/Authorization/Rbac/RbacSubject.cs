namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>Whom a binding means.</summary>
/// <param name="Kind"><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</param>
/// <param name="Name">The name; of a service account without its namespace.</param>
/// <param name="Namespace">A service account's namespace; empty otherwise.</param>
internal sealed record RbacSubject(string Kind, string Name, string Namespace = "")
{
    /// <summary>A user.</summary>
    public static RbacSubject User(string name) => new("User", name);

    /// <summary>A group.</summary>
    public static RbacSubject Group(string name) => new("Group", name);

    /// <summary>A service account.</summary>
    public static RbacSubject ServiceAccount(string @namespace, string name) => new("ServiceAccount", name, @namespace);
}
