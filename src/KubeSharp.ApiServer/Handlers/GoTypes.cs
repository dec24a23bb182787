using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Names of Go types, which some messages of the API show.</summary>
internal static class GoTypes
{
    /// <summary>The internal type of a resource's objects, for instance <c>apps.Deployment</c>.</summary>
    public static string Name(ResourceDefinition definition)
    {
        var group = definition.Group.Length == 0 ? "core" : definition.Group;
        var dot = group.IndexOf('.');
        return $"{(dot < 0 ? group : group[..dot])}.{definition.Kind}";
    }
}
