using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Networking.Ingresses;

/// <summary>Checks of where an ingress leads: a port of a service, or some other object.</summary>
internal static class IngressBackendValidation
{
    public static void Check(JsonObject backend, FieldPath path, ErrorList errors)
    {
        switch (backend.GetObject("service"), backend.GetObject("resource"))
        {
            case (not null, not null):
                errors.Add(FieldError.Invalid(path, "", "cannot set both resource and service backends"));
                break;
            case (null, { } resource):
                Resource(resource, path.Child("resource"), errors);
                break;
            case ({ } service, null):
                Service(service, path, errors);
                break;
            default:
                errors.Add(FieldError.Invalid(path, "", "resource or service backend is required"));
                break;
        }
    }

    /// <summary>Checks of a reference to an object of the same namespace.</summary>
    public static void Resource(JsonObject reference, FieldPath path, ErrorList errors)
    {
        if (reference.GetString("apiGroup") is { } group) errors.AddInvalid(path.Child("apiGroup"), group, StringValidators.Dns1123Subdomain(group));
        errors.RequiredText(path.Child("kind"), reference.GetString("kind"), text => StringValidators.PathSegmentName(text));
        errors.RequiredText(path.Child("name"), reference.GetString("name"), text => StringValidators.PathSegmentName(text));
    }

    private static void Service(JsonObject service, FieldPath path, ErrorList errors)
    {
        errors.RequiredText(path.Child("service", "name"), service.GetString("name"), StringValidators.Dns1123Label);
        var at = path.Child("service", "port");
        var (name, number) = (service.FindString("port", "name") ?? "", service.FindObject("port")?.GetInt64("number") ?? 0);
        if (name.Length > 0 && number != 0) errors.Add(FieldError.Invalid(path, "", "cannot set both port name & port number"));
        else if (name.Length > 0) errors.AddInvalid(at.Child("name"), name, StringValidators.PortName(name));
        else if (number == 0) errors.Add(FieldError.Required(path, "port name or number is required"));
        else foreach (var fault in StringValidators.PortNumber(number)) errors.Add(FieldError.Invalid(at.Child("number"), number, fault));
    }
}
