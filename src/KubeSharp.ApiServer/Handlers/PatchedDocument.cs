using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>What a patch made of a document, read as the body of a request would be.</summary>
internal static class PatchedDocument
{
    /// <summary>The document by its schema; what it may not have is refused or warned of as the options say.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">How strict to be.</param>
    /// <param name="kind">What the document must be.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="patched">What it made.</param>
    public static Result<JsonObject> Decode(ResourceRequest request, WriteOptions options, BodyKind kind, PatchBody patch, JsonObject patched)
    {
        var named = KindCheck.Of(patched, kind.Kind).Named;
        if (request.Resource.Stored is { IsCustom: true } && named.ApiVersion == kind.Kind.ApiVersion
            && KindCheck.Of(patched, kind.Kind).CustomProblem(kind.Kind, request.Name) is { } wrong)
        {
            return wrong;
        }

        if (named != kind.Kind)
        {
            return NotDecodable(patch, patched, $"no kind \"{named.Kind}\" is registered for version \"{named.ApiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        }

        var decoded = DocumentDecoder.Decode(patched, kind.Schema);
        if (decoded.Object is not { } document) return NotDecodable(patch, patched, patch.IsStrategic ? StrategicFaults.Reword(decoded.Error!) : decoded.Error!);
        IReadOnlyList<string> faults = options.FieldValidation == "Ignore" ? [] : [.. patch.StrictErrors, .. decoded.StrictErrors];
        if (options.FieldValidation == "Strict" && faults.Count > 0)
        {
            var reason = "strict decoding error: " + string.Join(", ", faults);
            return decoded.StrictErrors.Count > 0 || patch.IsStrategic ? NotDecodable(patch, patched, reason) : Refused(patch.Text, reason);
        }

        foreach (var warning in faults) request.Context.AddWarning(warning);
        document.Remove("kind");
        document.Remove("apiVersion");
        document.Insert(0, "kind", new JsonString(kind.Kind.Kind));
        document.Insert(1, "apiVersion", new JsonString(kind.Kind.ApiVersion));
        return document;
    }

    // The patch is at fault, not the object: no name, no kind.
    private static StatusError NotDecodable(PatchBody patch, JsonObject patched, string reason) =>
        Refused(patch.IsStrategic ? GoText.Value(patch.Value) : patched.ToString(), reason);

    private static StatusError Refused(string shown, string reason) =>
        StatusError.Invalid(default, "", [FieldError.InvalidRaw(FieldPath.Of("patch"), GoText.Quote(shown), reason)]);
}
