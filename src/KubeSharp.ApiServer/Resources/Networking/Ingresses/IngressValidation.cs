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

    /// <param name="ingress">The ingress.</param>
    /// <param name="old">The ingress as it is: faults that older versions let pass may stay; null for a new one.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject ingress, JsonObject? old, ErrorList errors)
    {
        var spec = ingress.GetObject("spec") ?? new JsonObject();
        var rules = spec.GetArray("rules");
        if (rules is not { Count: > 0 } && spec.GetObject("defaultBackend") is null)
            errors.Add(FieldError.Invalid(FieldPath.Spec, rules, "either `defaultBackend` or `rules` must be specified"));
        if (spec.GetObject("defaultBackend") is { } backend) IngressBackendValidation.Check(backend, FieldPath.Spec.Child("defaultBackend"), errors);
        var oldRules = old?.FindArray("spec", "rules").Items().Where(item => IsWildcard(item.Item)).Any(item => HasFaults(item.Item)) == true;
        foreach (var (index, rule) in rules.Items()) Rule(rule, oldRules, FieldPath.Spec.Child("rules").Index(index), errors);
        var oldSecrets = old?.FindArray("spec", "tls").Items().Any(item => SecretFaults(item.Item).Length > 0) == true;
        foreach (var (index, tls) in spec.GetArray("tls").Items()) Tls(tls, oldSecrets, FieldPath.Spec.Child("tls").Index(index), errors);
        if (spec.GetString("ingressClassName") is { } name) errors.AddInvalid(FieldPath.Spec.Child("ingressClassName"), name, StringValidators.Dns1123Subdomain(name));
    }

    private static void Tls(JsonObject tls, bool anySecret, FieldPath path, ErrorList errors)
    {
        foreach (var (number, host) in tls.GetArray("hosts").Texts()) errors.AddInvalid(path.Child("hosts").Index(number), host, Host(host));
        if (!anySecret) errors.AddInvalid(path.Child("secretName"), tls.GetString("secretName"), SecretFaults(tls));
    }

    private static string[] SecretFaults(JsonObject tls) => tls.GetString("secretName") is { Length: > 0 } name ? StringValidators.Dns1123Subdomain(name) : [];

    private static string[] Host(string host) =>
        host.Contains('*', StringComparison.Ordinal) ? StringValidators.WildcardDns1123Subdomain(host) : StringValidators.Dns1123Subdomain(host);

    private static bool IsWildcard(JsonObject rule) => rule.GetString("host")?.Contains('*', StringComparison.Ordinal) == true;

    private static bool HasFaults(JsonObject rule)
    {
        var errors = new ErrorList();
        Http(rule, FieldPath.Of("http"), errors);
        return !errors.IsEmpty;
    }

    private static void Rule(JsonObject rule, bool anyWildcardRule, FieldPath path, ErrorList errors)
    {
        if (rule.GetString("host") is { Length: > 0 } host)
        {
            if (StringValidators.TryParseIp(host, out _, out _)) errors.Add(FieldError.Invalid(path.Child("host"), host, "must be a DNS name, not an IP address"));
            errors.AddInvalid(path.Child("host"), host, Host(host));
        }

        if (!IsWildcard(rule) || !anyWildcardRule) Http(rule, path.Child("http"), errors);
    }

    private static void Http(JsonObject rule, FieldPath path, ErrorList errors)
    {
        if (rule.GetObject("http") is not { } http) return;
        var paths = http.GetArray("paths");
        if (paths is not { Count: > 0 }) errors.Add(FieldError.Required(path.Child("paths")));
        foreach (var (index, item) in paths.Items()) Path(item, path.Child("paths").Index(index), errors);
    }

    private static void Path(JsonObject item, FieldPath at, ErrorList errors)
    {
        var path = item.GetString("path") ?? "";
        switch (item.GetString("pathType"))
        {
            case null:
                errors.Add(FieldError.Required(at.Child("pathType"), "pathType must be specified"));
                return;
            case "Exact" or "Prefix":
                if (!path.StartsWith('/')) errors.Add(FieldError.Invalid(at.Child("path"), path, "must be an absolute path"));
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

        IngressBackendValidation.Check(item.GetObject("backend") ?? new JsonObject(), at.Child("backend"), errors);
    }
}
