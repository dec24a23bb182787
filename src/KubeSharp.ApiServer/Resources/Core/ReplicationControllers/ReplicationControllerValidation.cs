using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.ReplicationControllers;

/// <summary>Checks of replication controllers: the selector must find the pods that the template makes.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/</remarks>
internal static class ReplicationControllerValidation
{
    public static void Check(JsonObject controller, ErrorList errors)
    {
        var spec = controller.GetObject("spec") ?? new JsonObject();
        errors.NonNegative(FieldPath.Spec.Child("minReadySeconds"), spec["minReadySeconds"]);
        var selector = spec.GetObject("selector");
        if (selector is not { Count: > 0 }) errors.Add(FieldError.Required(FieldPath.Spec.Child("selector")));
        errors.NonNegative(FieldPath.Spec.Child("replicas"), spec["replicas"]);
        var path = FieldPath.Spec.Child("template");
        if (spec.GetObject("template") is not { } template)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        var labels = template.FindObject("metadata", "labels");
        if (selector is { Count: > 0 } && selector.Any(pair => !JsonValue.DeepEquals(labels?[pair.Key], pair.Value)))
        {
            errors.Add(FieldError.Invalid(path.Child("metadata", "labels"), labels ?? new JsonObject(), "`selector` does not match template `labels`"));
        }

        if (template.FindString("spec", "restartPolicy") is { } policy && policy != "Always")
            errors.Add(FieldError.NotSupported(path.Child("spec", "restartPolicy"), policy, "Always"));
    }
}
