using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>What a patch made of a document, read as the body of a request would be.</summary>
internal static class PatchedDocument
{
    /// <summary>The document by its schema; what it may not have is refused or warned of as the options say.</summary>
    public static Result<JsonObject> Decode(ResourceRequest request, WriteOptions options, BodyKind kind, JsonObject patched)
    {
        var named = KindCheck.Of(patched, kind.Kind).Named;
        if (request.Resource.Stored is { IsCustom: true } && named.ApiVersion == kind.Kind.ApiVersion
            && KindCheck.Of(patched, kind.Kind).CustomProblem(kind.Kind, request.Name) is { } wrong)
        {
            return wrong;
        }

        if (named != kind.Kind)
        {
            return NotDecodable($"no kind \"{named.Kind}\" is registered for version \"{named.ApiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        }

        var decoded = DocumentDecoder.Decode(patched, kind.Schema);
        if (decoded.Object is null) return NotDecodable(decoded.Error!);
        if (options.FieldValidation == "Strict" && decoded.StrictErrors.Count > 0)
        {
            return NotDecodable("strict decoding error: " + string.Join(", ", decoded.StrictErrors));
        }

        if (options.FieldValidation == "Warn")
        {
            foreach (var warning in decoded.StrictErrors) request.Context.AddWarning(warning);
        }

        return decoded.Object;
    }

    // The patch is at fault, not the object: no name, no kind.
    private static StatusError NotDecodable(string reason) =>
        StatusError.Invalid(default, "", [FieldError.InvalidRaw(FieldPath.Of("patch"), "\"<object>\"", reason)]);
}
