using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Ephemeral containers are added, never changed nor taken away.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/</remarks>
internal static class EphemeralContainerRules
{
    /// <summary>Finds what may not change.</summary>
    public static void Check(JsonObject document, JsonObject old, ErrorList errors)
    {
        // Nobody would start them: what runs there is not the API server's to decide. Nothing else is said then.
        if (old.FindObject("metadata", "annotations")?.Contains(PodAnnotationRules.Mirror) == true)
        {
            errors.Clear();
            errors.Add(FieldError.Forbidden(FieldPath.Of(""), "static pods do not support ephemeral containers"));
            return;
        }

        var path = FieldPath.Spec.Child("ephemeralContainers");
        foreach (var before in old.FindArray("spec", "ephemeralContainers") ?? [])
        {
            var name = before.FindString("name");
            var now = (document.FindArray("spec", "ephemeralContainers") ?? []).FirstOrDefault(container => container.FindString("name") == name);
            if (now is null)
            {
                errors.Add(FieldError.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be removed\n"));
                continue;
            }

            var (shown, shownBefore) = (InternalPodSpec.OfPart(now, "ephemeralContainers"), InternalPodSpec.OfPart(before, "ephemeralContainers"));
            if (!JsonValue.DeepEquals(shown, shownBefore))
                errors.Add(FieldError.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be changed\n{GoDiff.Of(shownBefore, shown)}"));
        }
    }
}
