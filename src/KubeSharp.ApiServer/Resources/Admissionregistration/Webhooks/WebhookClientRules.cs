using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;

/// <summary>Where a webhook is to be found: a URL or a service.</summary>
internal static class WebhookClientRules
{
    private const string Form = "; desired format: https://host[/path]";

    public static void Check(JsonObject client, FieldPath path, ErrorList errors)
    {
        var (url, service) = (client.GetString("url"), client.GetObject("service"));
        if (url is null == service is null)
        {
            errors.Add(FieldError.Required(path, "exactly one of url or service is required"));
            return;
        }

        if (url is not null) CheckUrl(url, path.Child("url"), errors);
        else CheckService(service!, path.Child("service"), errors);
    }

    private static void CheckUrl(string text, FieldPath path, ErrorList errors)
    {
        if (!GoUrl.TryParse(text, out var url, out var error))
        {
            errors.Add(FieldError.Required(path, $"url must be a valid URL: {error}{Form}"));
            return;
        }

        if (url.Scheme != "https") errors.Add(FieldError.Invalid(path, url.Scheme, "'https' is the only allowed URL scheme" + Form));
        if (url.Host.Length == 0) errors.Add(FieldError.Invalid(path, url.Host, "host must be specified" + Form));
        if (url.User.Length > 0) errors.Add(FieldError.Invalid(path, url.User, "user information is not permitted in the URL"));
        if (url.Fragment.Length > 0) errors.Add(FieldError.Invalid(path, url.Fragment, "fragments are not permitted in the URL"));
        if (url.Query.Length > 0) errors.Add(FieldError.Invalid(path, url.Query, "query parameters are not permitted in the URL"));
    }

    private static void CheckService(JsonObject service, FieldPath path, ErrorList errors)
    {
        if (string.IsNullOrEmpty(service.GetString("name"))) errors.Add(FieldError.Required(path.Child("name"), "service name is required"));
        if (string.IsNullOrEmpty(service.GetString("namespace"))) errors.Add(FieldError.Required(path.Child("namespace"), "service namespace is required"));
        if (service.GetInt64("port") is { } port)
        {
            foreach (var fault in StringValidators.PortNumber(port)) errors.Add(FieldError.Invalid(path.Child("port"), port, "port is not valid: " + fault));
        }

        // A path that starts wrong is looked at from its second character on.
        if (service.GetString("path") is not { Length: > 0 } urlPath || urlPath == "/") return;
        var at = path.Child("path");
        if (urlPath[0] != '/') errors.Add(FieldError.Invalid(at, urlPath, "must start with a '/'"));
        var segments = urlPath[1..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (i > 0 && i == segments.Length - 1 && segments[i].Length == 0) break;
            if (segments[i].Length == 0)
            {
                errors.Add(FieldError.Invalid(at, urlPath, $"segment[{i}] may not be empty"));
                continue;
            }

            foreach (var fault in StringValidators.Dns1123Subdomain(segments[i])) errors.Add(FieldError.Invalid(at, urlPath, $"segment[{i}]: {fault}"));
        }
    }
}
