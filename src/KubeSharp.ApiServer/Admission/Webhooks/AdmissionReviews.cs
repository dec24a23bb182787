using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.ApiServer.Admission.Matching;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>The AdmissionReview that webhooks get, and what they answer in it.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#webhook-request-and-response</remarks>
internal static class AdmissionReviews
{
    private const string Group = "admission.k8s.io";

    /// <summary>The version to speak; null if the webhook knows none that we know.</summary>
    public static string? Version(IReadOnlyList<string> understood)
    {
        foreach (var version in understood)
        {
            if (version is "v1" or "v1beta1") return version;
        }

        return null;
    }

    /// <summary>The question.</summary>
    public static JsonObject Question(string version, string uid, AdmissionAttributes attributes, AdmissionMatch match, JsonObject? document, JsonObject? old)
    {
        var request = AdmissionRequestDocument.Of(attributes, match);
        request.Insert(0, "uid", uid);
        var dryRun = request.IndexOf("dryRun");
        request.Insert(dryRun, "object", (JsonValue?)document ?? JsonNull.Instance);
        request.Insert(dryRun + 1, "oldObject", (JsonValue?)old ?? JsonNull.Instance);
        return new JsonObject(3) { { "kind", "AdmissionReview" }, { "apiVersion", $"{Group}/{version}" }, { "request", request } };
    }

    /// <summary>Reads the answer.</summary>
    /// <param name="answer">What the webhook sent.</param>
    /// <param name="version">The version that was spoken.</param>
    /// <param name="uid">The UID of the question.</param>
    /// <param name="mutating">Whether the webhook may change the object.</param>
    /// <param name="fault">Why the answer is none.</param>
    public static ReviewAnswer? Read(JsonObject answer, string version, string uid, bool mutating, out string? fault)
    {
        var (spoken, kind) = (answer.GetString("apiVersion") ?? "", answer.GetString("kind") ?? "");
        fault = null;
        if (answer.GetObject("response") is not { } response)
        {
            fault = "webhook response was absent";
            return null;
        }

        if (version == "v1") fault = CheckV1(response, spoken, kind, uid, mutating);
        if (fault is not null) return null;
        var patch = mutating ? response.GetString("patch") ?? "" : "";
        byte[] bytes = [];
        try
        {
            bytes = Convert.FromBase64String(patch);
        }
        catch (FormatException)
        {
            fault = "illegal base64 data in response.patch";
            return null;
        }

        return new ReviewAnswer
        {
            Allowed = response.GetBool("allowed") == true,
            Status = response.GetObject("status"),
            Patch = bytes,
            PatchType = version == "v1" ? response.GetString("patchType") ?? "" : bytes.Length > 0 ? "JSONPatch" : "",
            Warnings = [.. (response.GetArray("warnings") ?? []).OfType<JsonString>().Select(text => text.Value)],
            AuditAnnotations = [.. (response.GetObject("auditAnnotations") ?? [])
                .Where(pair => pair.Value is JsonString).Select(pair => KeyValuePair.Create(pair.Key, ((JsonString)pair.Value).Value))],
        };
    }

    /// <summary>A patch as text, for messages.</summary>
    public static string Text(ReadOnlySpan<byte> patch) => Encoding.UTF8.GetString(patch);

    private static string? CheckV1(JsonObject response, string spoken, string kind, string uid, bool mutating)
    {
        if ((response.GetString("uid") ?? "") != uid)
            return $"expected response.uid={GoText.Quote(uid)}, got {GoText.Quote(response.GetString("uid") ?? "")}";
        if (spoken != $"{Group}/v1" || kind != "AdmissionReview") return $"expected webhook response of {Group}/v1, Kind=AdmissionReview, got {spoken}, Kind={kind}";
        var hasPatch = response.GetString("patch") is { Length: > 0 };
        var type = response.GetString("patchType");
        if (!mutating)
        {
            if (hasPatch) return "validating webhook may not return response.patch";
            return type is null ? null : "validating webhook may not return response.patchType";
        }

        if (hasPatch && type is null) return "webhook returned response.patch but not response.patchType";
        if (!hasPatch && type is not null) return "webhook returned response.patchType but not response.patch";
        return type is { Length: 0 } ? "webhook returned invalid response.patchType of \"\"" : null;
    }
}
