using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Rbac.Bindings;

/// <summary>The groups that role references and subjects mean where they name none.</summary>
internal static class BindingDefaults
{
    private const string Group = "rbac.authorization.k8s.io";

    public static void Apply(JsonObject binding)
    {
        if (binding.GetObject("roleRef") is { } role && string.IsNullOrEmpty(role.GetString("apiGroup"))) role.Set("apiGroup", new JsonString(Group));
        foreach (var item in binding.GetArray("subjects") ?? [])
        {
            if (item is not JsonObject subject || !string.IsNullOrEmpty(subject.GetString("apiGroup"))) continue;
            if (subject.GetString("kind") is "User" or "Group") subject.Set("apiGroup", new JsonString(Group));
        }
    }
}
