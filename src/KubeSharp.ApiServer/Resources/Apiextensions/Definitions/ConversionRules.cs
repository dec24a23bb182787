using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>How objects are converted between versions: not at all, or by a webhook. Errors name the members as upstream's inner form has them.</summary>
internal static class ConversionRules
{
    private static readonly string[] KnownReviewVersions = ["v1", "v1beta1"];

    public static void Check(JsonObject spec, FieldPath at, SchemaLeniency leniency, ErrorList errors)
    {
        if (spec.GetObject("conversion") is not { } conversion) return;
        var strategy = conversion.GetString("strategy") ?? "";
        if (strategy == "Webhook" && spec.GetBool("preserveUnknownFields") == true)
            errors.Add(FieldError.Invalid(at.Child("strategy"), strategy, "must be None if spec.preserveUnknownFields is true"));
        CustomResourceDefinitionRules.CheckChoice(strategy, at.Child("strategy"), errors, "None", "Webhook");
        var client = conversion.FindObject("webhook", "clientConfig");
        var versions = ReviewVersions(spec);
        if (strategy == "Webhook")
        {
            CheckClient(client, at.Child("webhookClientConfig"), leniency, errors);
            CheckReviewVersions(versions, at.Child("conversionReviewVersions"), leniency, errors);
            return;
        }

        const string Why = "should not be set when strategy is not set to Webhook";
        if (client is not null) errors.Add(FieldError.Forbidden(at.Child("webhookClientConfig"), Why));
        if (versions.Count > 0) errors.Add(FieldError.Forbidden(at.Child("conversionReviewVersions"), Why));
    }

    /// <summary>The versions of ConversionReview that the webhook speaks.</summary>
    public static IReadOnlyList<string> ReviewVersions(JsonObject spec) =>
        [.. (spec.FindArray("conversion", "webhook", "conversionReviewVersions") ?? []).OfType<JsonString>().Select(text => text.Value)];

    /// <summary>Whether the API server knows a version of ConversionReview.</summary>
    public static bool IsKnownReviewVersion(string version) => KnownReviewVersions.Contains(version);

    /// <summary>Whether there is a bundle that holds no certificates.</summary>
    public static bool HasInvalidBundle(JsonObject spec) =>
        spec.FindString("conversion", "webhook", "clientConfig", "caBundle") is { Length: > 0 } bundle && BundleFault(bundle) is not null;

    /// <summary>Why a bundle (PEM in base64) cannot be used; null if it can.</summary>
    public static string? BundleFault(string base64)
    {
        ReadOnlySpan<char> rest = Encoding.UTF8.GetString(Convert.TryFromBase64String(base64, new byte[base64.Length], out _) ? Convert.FromBase64String(base64) : []);
        string? fault = null;
        while (!rest.IsEmpty)
        {
            if (!PemEncoding.TryFind(rest, out var found)) return fault ?? "unable to load root certificates: unable to parse bytes as PEM block";
            if (rest[found.Label] is "CERTIFICATE")
            {
                if (IsCertificate(rest[found.Base64Data])) return null;
                fault ??= "unable to load root certificates: failed to parse certificate: x509: malformed certificate";
            }

            rest = rest[found.Location.End..];
        }

        return fault ?? "unable to load root certificates: no valid certificate authority data seen";
    }

    private static bool IsCertificate(ReadOnlySpan<char> base64)
    {
        try
        {
            X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64.ToString())).Dispose();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }

    private static void CheckClient(JsonObject? client, FieldPath at, SchemaLeniency leniency, ErrorList errors)
    {
        if (client is null)
        {
            errors.Add(FieldError.Required(at, "required when strategy is set to Webhook"));
            return;
        }

        WebhookClientRules.Check(client, at, errors);
        if (client.GetString("caBundle") is { Length: > 0 } bundle && !leniency.InvalidBundle && BundleFault(bundle) is { } fault)
            errors.Add(FieldError.Invalid(at.Child("caBundle"), bundle, fault));
    }

    private static void CheckReviewVersions(IReadOnlyList<string> versions, FieldPath at, SchemaLeniency leniency, ErrorList errors)
    {
        if (versions.Count == 0)
        {
            errors.Add(FieldError.Required(at));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < versions.Count; i++)
        {
            if (!seen.Add(versions[i])) errors.Add(FieldError.Invalid(at.Index(i), versions[i], "duplicate version"));
            else errors.AddInvalid(at.Index(i), versions[i], StringValidators.Dns1035Label(versions[i]));
        }

        if (!leniency.UnknownReviewVersions && !versions.Any(IsKnownReviewVersion))
            errors.Add(FieldError.Invalid(at, JsonArray.OfStrings(versions), "must include at least one of " + string.Join(", ", KnownReviewVersions)));
    }
}
