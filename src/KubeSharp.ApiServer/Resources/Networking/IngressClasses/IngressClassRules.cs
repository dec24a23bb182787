using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Networking.IngressClasses;

/// <summary>Defaults and checks of ingress classes.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class</remarks>
internal static class IngressClassRules
{
    public static void Default(JsonObject ingressClass) => ingressClass.FindObject("spec", "parameters")?.SetDefault("scope", "Cluster");

    public static void CheckUpdate(JsonObject ingressClass, JsonObject old, ErrorList errors) =>
        errors.Immutable(FieldPath.Spec.Child("controller"), ingressClass.Find("spec", "controller"), old.Find("spec", "controller"));

    public static void Check(JsonObject ingressClass, ErrorList errors)
    {
        var controller = ingressClass.FindString("spec", "controller") ?? "";
        // The length is told in bytes.
        if (System.Text.Encoding.UTF8.GetByteCount(controller) > 250) errors.Add(FieldError.TooLong(FieldPath.Spec.Child("controller"), 250));
        DomainPaths.Check(controller, FieldPath.Spec.Child("controller"), errors);
        if (ingressClass.FindObject("spec", "parameters") is not { } parameters) return;
        var path = FieldPath.Spec.Child("parameters");
        Ingresses.IngressBackendValidation.Resource(parameters, path, errors);
        var scope = parameters.GetString("scope");
        if (scope is null) errors.Add(FieldError.Required(path.Child("scope")));
        else errors.OneOf(path.Child("scope"), scope, "Cluster", "Namespace");
        var space = parameters.GetString("namespace");
        if (scope == "Namespace")
        {
            if (space is null) errors.Add(FieldError.Required(path.Child("namespace"), "`parameters.scope` is set to 'Namespace'"));
            else errors.AddInvalid(path.Child("namespace"), space, StringValidators.Dns1123Label(space));
        }
        else if (scope == "Cluster" && space is not null)
        {
            errors.Add(FieldError.Forbidden(path.Child("namespace"), "`parameters.scope` is set to 'Cluster'"));
        }
    }
}
