using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Networking.Ingresses;

/// <summary>Checks of ingresses: hosts, paths, and where they lead.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/ingress/</remarks>
internal static class IngressValidation
{
    private static readonly string[] BadSequences = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] BadEnds = ["/..", "/."];

    public static void Check(JsonObject ingress, ErrorList errors)
    {
        var spec = ingress.GetObject("spec") ?? new JsonObject();
        var rules = spec.GetArray("rules");
        if (rules is not { Count: > 0 } && !spec.Contains("defaultBackend"))
            errors.Add(FieldError.Invalid(FieldPath.Spec, rules, "either `defaultBackend` or `rules` must be specified"));
        if (spec.GetObject("defaultBackend") is { } backend) Backend(backend, FieldPath.Spec.Child("defaultBackend"), errors);
        foreach (var (index, rule) in rules.Items()) Rule(rule, FieldPath.Spec.Child("rules").Index(index), errors);
        foreach (var (index, tls) in spec.GetArray("tls").Items())
        {
            foreach (var (number, host) in tls.GetArray("hosts").Texts())
            {
                var path = FieldPath.Spec.Child("tls").Index(index).Child("hosts").Index(number);
                errors.AddInvalid(path, host, Host(host));
            }
        }

        if (spec.GetString("ingressClassName") is { } name) errors.AddInvalid(FieldPath.Spec.Child("ingressClassName"), name, StringValidators.Dns1123Subdomain(name));
    }

    private static string[] Host(string host) =>
        host.Contains('*', StringComparison.Ordinal) ? StringValidators.WildcardDns1123Subdomain(host) : StringValidators.Dns1123Subdomain(host);

    private static void Rule(JsonObject rule, FieldPath path, ErrorList errors)
    {
        if (rule.GetString("host") is { Length: > 0 } host)
        {
            if (StringValidators.TryParseIp(host, out _, out _)) errors.Add(FieldError.Invalid(path.Child("host"), host, "must be a DNS name, not an IP address"));
            errors.AddInvalid(path.Child("host"), host, Host(host));
        }

        if (rule.GetObject("http") is not { } http) return;
        var paths = http.GetArray("paths");
        if (paths is not { Count: > 0 }) errors.Add(FieldError.Required(path.Child("http", "paths")));
        foreach (var (index, item) in paths.Items()) Path(item, path.Child("http", "paths").Index(index), errors);
    }

    private static void Path(JsonObject item, FieldPath at, ErrorList errors)
    {
        var path = item.GetString("path") ?? "";
        switch (item.GetString("pathType"))
        {
            case null:
                errors.Add(FieldError.Required(at.Child("pathType"), "pathType must be specified"));
                break;
            case "Exact" or "Prefix":
                if (!path.StartsWith('/')) errors.Add(FieldError.Invalid(at.Child("path"), path, "must be an absolute path"));
                if (path.Length == 0) break;
                foreach (var bad in BadSequences)
                {
                    if (path.Contains(bad, StringComparison.Ordinal)) errors.Add(FieldError.Invalid(at.Child("path"), path, $"must not contain '{bad}'"));
                }

                foreach (var bad in BadEnds)
                {
                    if (path.EndsWith(bad, StringComparison.Ordinal)) errors.Add(FieldError.Invalid(at.Child("path"), path, $"cannot end with '{bad}'"));
                }

                break;
            case "ImplementationSpecific":
                if (path.Length > 0 && path[0] != '/') errors.Add(FieldError.Invalid(at.Child("path"), path, "must be an absolute path"));
                break;
            case { } other:
                errors.OneOf(at.Child("pathType"), other, "Exact", "ImplementationSpecific", "Prefix");
                break;
        }

        Backend(item.GetObject("backend") ?? new JsonObject(), at.Child("backend"), errors);
    }

    private static void Backend(JsonObject backend, FieldPath path, ErrorList errors)
    {
        var (service, resource) = (backend.GetObject("service"), backend.GetObject("resource"));
        if (resource is not null && service is not null)
        {
            errors.Add(FieldError.Invalid(path, "", "cannot set both resource and service backends"));
            return;
        }

        if (resource is not null)
        {
            errors.RequiredText(path.Child("resource", "kind"), resource.GetString("kind"));
            errors.RequiredText(path.Child("resource", "name"), resource.GetString("name"));
            return;
        }

        if (service is null)
        {
            errors.Add(FieldError.Required(path, "resource or service backend is required"));
            return;
        }

        errors.RequiredText(path.Child("service", "name"), service.GetString("name"), StringValidators.Dns1035Label);
        var at = path.Child("service", "port");
        var (name, number) = (service.FindString("port", "name") ?? "", service.FindObject("port")?.GetInt64("number") ?? 0);
        if (name.Length > 0)
        {
            errors.AddInvalid(at.Child("name"), name, StringValidators.PortName(name));
            if (number != 0) errors.Add(FieldError.Invalid(path, "", "cannot set both port name & port number"));
        }
        else if (number == 0)
        {
            errors.Add(FieldError.Required(path, "port name or number is required"));
        }
        else
        {
            foreach (var fault in StringValidators.PortNumber(number)) errors.Add(FieldError.Invalid(at.Child("number"), number, fault));
        }
    }
}
