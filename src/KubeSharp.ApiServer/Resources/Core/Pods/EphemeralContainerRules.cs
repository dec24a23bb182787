using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Ephemeral containers are added, never changed nor taken away.</summary>
internal static class EphemeralContainerRules
{
    /// <summary>Finds what may not change.</summary>
    public static void Check(JsonObject document, JsonObject old, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("ephemeralContainers");
        foreach (var before in old.FindArray("spec", "ephemeralContainers") ?? [])
        {
            var name = before.FindString("name");
            var now = (document.FindArray("spec", "ephemeralContainers") ?? []).FirstOrDefault(container => container.FindString("name") == name);
            if (now is null) errors.Add(FieldError.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be removed\n"));
            else if (!JsonValue.DeepEquals(now, before)) errors.Add(FieldError.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be changed\n"));
        }
    }
}
