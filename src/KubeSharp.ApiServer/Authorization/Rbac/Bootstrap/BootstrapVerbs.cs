namespace KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

/// <summary>Sets of verbs that many default roles share.</summary>
internal static class BootstrapVerbs
{
    /// <summary>Read everything.</summary>
    public const string Read = "get,list,watch";

    /// <summary>Write everything.</summary>
    public const string Write = "create,delete,deletecollection,patch,update";

    /// <summary>Read and write everything.</summary>
    public const string ReadWrite = "create,delete,deletecollection,get,list,patch,update,watch";

    /// <summary>Recording events, in either of their groups.</summary>
    public static RbacRule Events { get; } = RbacRule.On(",events.k8s.io", "events", "create,patch,update");
}
