using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Certificates.CertificateSigningRequest;

/// <summary>What certificate signing requests may ask for, and how they may change.</summary>
internal static class CertificateSigningRequestRules
{
    private const int ShortestSeconds = 600;
    private const int LongestDomain = 253;
    private const int LongestName = 253 + 63 + 1;

    private static readonly string[] _usages =
    [
        "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature",
        "email protection", "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement", "key encipherment", "microsoft sgc",
        "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping",
    ];

    public static void Check(JsonObject request, ErrorList errors)
    {
        var spec = request.GetObject("spec") ?? [];
        CheckRequest(spec, errors);
        CheckUsages(spec.GetArray("usages") ?? [], errors);
        CheckSigner(spec.GetString("signerName") ?? "", FieldPath.Spec.Child("signerName"), errors);
        if (spec.GetInt64("expirationSeconds") is < ShortestSeconds and var seconds)
        {
            errors.Add(FieldError.Invalid(
                FieldPath.Spec.Child("expirationSeconds"), seconds, "may not specify a duration less than 600 seconds (10 minutes)"));
        }

        CheckConditions(request.FindArray("status", "conditions") ?? [], errors);
    }

    /// <summary>Approval belongs to <c>approval</c>, certificates to <c>status</c>; what was decided stays.</summary>
    public static void CheckUpdate(JsonObject request, JsonObject old, string subresource, ErrorList errors)
    {
        Check(request, errors);
        var (now, before) = (request.FindArray("status", "conditions") ?? [], old.FindArray("status", "conditions") ?? []);
        var path = FieldPath.Status.Child("conditions");
        foreach (var type in (ReadOnlySpan<string>)["Approved", "Denied", "Failed"])
        {
            var (were, are) = (Count(before, type), Count(now, type));
            if (are < were) errors.Add(FieldError.Forbidden(path, $"updates may not remove a condition of type \"{type}\""));
            else if (are > were && type != "Failed" && subresource != "approval")
                errors.Add(FieldError.Forbidden(path, $"updates may not add a condition of type \"{type}\""));
        }

        CheckCertificate(request.FindString("status", "certificate") ?? "", old.FindString("status", "certificate") ?? "", subresource, errors);
    }

    private static int Count(JsonArray conditions, string type) => conditions.OfType<JsonObject>().Count(one => one.GetString("type") == type);

    private static void CheckRequest(JsonObject spec, ErrorList errors)
    {
        var encoded = spec.GetString("request") ?? "";
        if (RequestFault(encoded) is { } fault) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("request"), encoded, fault));
    }

    private static string? RequestFault(string encoded)
    {
        const string NotARequest = "PEM block type must be CERTIFICATE REQUEST";
        try
        {
            var pem = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            if (!PemEncoding.TryFind(pem, out var block) || pem[block.Label] != "CERTIFICATE REQUEST") return NotARequest;
            var parsed = CertificateRequest.LoadSigningRequest(
                Convert.FromBase64String(pem[block.Base64Data]), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation);
            return parsed is null ? NotARequest : null;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or FormatException or ArgumentException)
        {
            return e is FormatException ? NotARequest : "asn1: structure error: " + e.Message;
        }
    }

    private static void CheckUsages(JsonArray usages, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("usages");
        if (usages.Count == 0) errors.Add(FieldError.Required(path));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < usages.Count; i++)
        {
            var usage = (usages[i] as JsonString)?.Value ?? "";
            if (!_usages.Contains(usage)) errors.Add(FieldError.NotSupported(path.Index(i), usage, _usages));
            if (!seen.Add(usage)) errors.Add(FieldError.Duplicate(path.Index(i), usages[i]));
        }
    }

    /// <summary>Checks the name of whoever should sign.</summary>
    public static void CheckSigner(string signer, FieldPath path, ErrorList errors)
    {
        if (signer == "kubernetes.io/legacy-unknown")
        {
            errors.Add(FieldError.Invalid(path, signer, "the legacy signerName is not allowed via this API version"));
            return;
        }

        if (signer.Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        var parts = signer.Split('/');
        if (parts.Length != 2)
        {
            errors.Add(FieldError.Invalid(path, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
            return;
        }

        // Of each half, only the first label that is wrong is told.
        var (domain, name) = (parts[0], parts[1]);
        if (domain.Length > LongestDomain) errors.Add(FieldError.TooLong(path, LongestDomain));
        Labels(domain, StringValidators.Dns1123Label);
        if (!domain.Contains('.', StringComparison.Ordinal)) errors.Add(FieldError.Invalid(path, domain, "should be a domain with at least two segments separated by dots"));
        Labels(name, StringValidators.Dns1123Subdomain);
        if (name.Length > LongestName) errors.Add(FieldError.TooLong(path, LongestName));
        if (signer.Length > LongestDomain + LongestName + 1) errors.Add(FieldError.TooLong(path, LongestDomain + LongestName + 1));

        void Labels(string text, Func<string, string[]> check)
        {
            foreach (var label in text.Split('.'))
            {
                var faults = check(label);
                foreach (var fault in faults) errors.Add(FieldError.Invalid(path, text, $"validating label {GoText.Quote(label)}: {fault}"));
                if (faults.Length > 0) break;
            }
        }
    }

    private static void CheckConditions(JsonArray conditions, ErrorList errors)
    {
        var path = FieldPath.Status.Child("conditions");
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i] is not JsonObject condition) continue;
            var at = path.Index(i);
            var (type, status) = (condition.GetString("type") ?? "", condition.GetString("status") ?? "");
            if (type.Length == 0) errors.Add(FieldError.Required(at.Child("type")));
            string[] allowed = type is "Approved" or "Denied" or "Failed" ? ["True"] : ["False", "True", "Unknown"];
            if (status.Length == 0) errors.Add(FieldError.Required(at.Child("status")));
            else if (!allowed.Contains(status)) errors.Add(FieldError.NotSupported(at.Child("status"), status, allowed));
            if ((type == "Denied" && types.Contains("Approved")) || (type == "Approved" && types.Contains("Denied")))
                errors.Add(FieldError.Invalid(path, type, "Approved and Denied conditions are mutually exclusive"));
            if (!types.Add(type)) errors.Add(FieldError.Duplicate(at.Child("type"), new JsonString(type)));
        }
    }

    private static void CheckCertificate(string certificate, string before, string subresource, ErrorList errors)
    {
        if (certificate == before) return;
        var path = FieldPath.Status.Child("certificate");
        if (certificate.Length > 0 && CertificateFault(certificate) is { } fault) errors.Add(FieldError.Invalid(path, "<certificate data>", fault));
        if (subresource != "status") errors.Add(FieldError.Forbidden(path, "updates may not set certificate content"));
        else if (before.Length > 0) errors.Add(FieldError.Forbidden(path, "updates may not modify existing certificate content"));
    }

    private static string? CertificateFault(string encoded)
    {
        try
        {
            var pem = Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).AsSpan();
            var blocks = 0;
            while (PemEncoding.TryFind(pem, out var block))
            {
                var label = pem[block.Label];
                if (label is not "CERTIFICATE") return $"only CERTIFICATE PEM blocks are allowed, found \"{label}\"";
                using var parsed = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(pem[block.Base64Data].ToString()));
                blocks++;
                pem = pem[block.Location.End..];
            }

            return blocks == 0 ? "must contain at least one CERTIFICATE PEM block" : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return e.Message;
        }
    }
}
