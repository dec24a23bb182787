using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Who runs in a container, as the status says: by numbers, and on Linux only.</summary>
internal static class ContainerUserRules
{
    private static readonly string[] Lists = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"];

    public static void Check(FieldCheck status, JsonObject spec)
    {
        var windows = spec.FindString("os", "name") == "windows";
        foreach (var list in Lists)
        {
            foreach (var container in status.Items(list))
            {
                if (container.Child("user")?.Value.GetObject("linux") is not { } user) continue;
                if (windows) container.Forbid("linux", "cannot be set for a windows pod");
                else Linux(new FieldCheck(user, container.At("linux"), status.Errors));
            }
        }
    }

    private static void Linux(FieldCheck user)
    {
        foreach (var name in (ReadOnlySpan<string>)["uid", "gid"]) Id(user.Number(name) ?? 0, user.At(name), user.Errors);
        var groups = user.Value.GetArray("supplementalGroups");
        for (var i = 0; i < groups?.Count; i++)
        {
            if (groups[i] is JsonNumber number && number.TryGetInt64(out var group)) Id(group, user.At("supplementalGroups").Index(i), user.Errors);
        }
    }

    private static void Id(long id, FieldPath at, ErrorList errors)
    {
        foreach (var message in StringValidators.UserOrGroupId(id)) errors.Add(FieldError.Invalid(at, id, message));
    }
}
