using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Images are pulled anew for every pod, so that nobody runs a private image just because it lies on the node
/// (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages).
/// </summary>
internal sealed class AlwaysPullImages : IMutatingAdmission, IValidatingAdmission
{
    private const string Always = "Always";
    private static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <inheritdoc/>
    public string Name => "AlwaysPullImages";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (Spec(attributes) is not { } spec) return default;
        foreach (var container in PodSpecs.AllContainers(spec)) container.Set("imagePullPolicy", Always);
        foreach (var volume in spec.Objects("volumes")) volume.GetObject("image")?.Set("pullPolicy", Always);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (Spec(attributes) is not { } spec) return default;
        foreach (var list in Lists)
        {
            var i = 0;
            foreach (var container in spec.Objects(list))
            {
                var at = FieldPath.Spec.Child(list).Index(i++).Child("imagePullPolicy");
                if (container.GetString("imagePullPolicy") is var policy && policy != Always) return new(Refuse(attributes, at, policy));
            }
        }

        var index = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var at = FieldPath.Spec.Child("volumes").Index(index++).Child("image").Child("pullPolicy");
            if (volume.GetObject("image") is { } image && image.GetString("pullPolicy") is var policy && policy != Always) return new(Refuse(attributes, at, policy));
        }

        return default;
    }

    private static StatusError Refuse(AdmissionAttributes attributes, FieldPath at, string? policy) =>
        attributes.Forbid(FieldError.NotSupported(at, policy ?? "", Always).ToString());

    // Pods, unless an update brings no new image.
    private static JsonObject? Spec(AdmissionAttributes attributes)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.GetObject("spec") is not { } spec) return null;
        if (attributes.OldObject?.GetObject("spec") is not { } before) return spec;
        var known = PodSpecs.AllContainers(before).Select(container => container.GetString("image"))
            .Concat(before.Objects("volumes").Select(volume => volume.FindString("image", "reference"))).ToHashSet();
        var fresh = PodSpecs.AllContainers(spec).Any(container => !known.Contains(container.GetString("image")))
            || spec.Objects("volumes").Any(volume => volume.FindString("image", "reference") is { } image && !known.Contains(image));
        return fresh ? spec : null;
    }
}
