using System.Diagnostics.CodeAnalysis;
using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>A JSON request body: parsing with the answers that upstream gives to what is not an object of the expected kind.</summary>
public sealed class RequestBody
{
    private readonly List<JsonDuplicate> duplicates;

    private RequestBody(JsonObject document, List<JsonDuplicate> duplicates)
    {
        Document = document;
        this.duplicates = duplicates;
    }

    /// <summary>The document as sent.</summary>
    public JsonObject Document { get; }

    /// <summary>Parses a body. <c>null</c> counts as an empty object. The error is 400.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8, string expectedKind, [NotNullWhen(true)] out RequestBody? body, [NotNullWhen(false)] out StatusError? error)
    {
        body = null;
        error = null;
        var duplicates = new List<JsonDuplicate>();
        if (!JsonParser.TryParse(utf8, out var value, out var fault, new JsonParserOptions { Duplicates = duplicates }))
        {
            error = Unrecognized(utf8, expectedKind, fault.Message);
            return false;
        }

        if (value.IsNull) value = new JsonObject();
        if (value is not JsonObject document)
        {
            error = Unrecognized(utf8, expectedKind, $"json: cannot unmarshal {value.GoKind} into Go value of type {TypeMeta}");
            return false;
        }

        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (document[name] is null or JsonString or JsonNull) continue;
            error = Unrecognized(
                utf8, expectedKind, $"json: cannot unmarshal {document[name]!.GoKind} into Go struct field .{name} of type string");
            return false;
        }

        body = new RequestBody(document, duplicates);
        return true;
    }

    /// <summary>
    /// Decodes the document. The error is 400: a value of a wrong type, or with <see cref="FieldValidation.Strict"/> unknown and duplicate
    /// fields. With <see cref="FieldValidation.Warn"/> those come back as warnings.
    /// </summary>
    /// <param name="schema">What the document must look like.</param>
    /// <param name="kind">What it says it is.</param>
    /// <param name="validation">How strict to be.</param>
    /// <param name="warnings">Receives warnings.</param>
    /// <param name="repeatedLines">Keys that came twice in the YAML that the body was, a line of text each.</param>
    public Result<JsonObject> Decode(
        TypeSchema schema, GroupVersionKind kind, FieldValidation validation, ICollection<string> warnings, IReadOnlyCollection<string>? repeatedLines = null)
    {
        var result = DocumentDecoder.Decode(Document, schema, validation == FieldValidation.Ignore ? null : duplicates);
        if (result.Object is null) return CannotHandle(kind, result.Error!);
        if (result.StrictErrors.Count > 0 || repeatedLines is { Count: > 0 })
        {
            if (validation == FieldValidation.Strict)
            {
                var yaml = repeatedLines is { Count: > 0 } ? ["yaml: unmarshal errors:" + string.Concat(repeatedLines.Select(line => "\n  " + line))] : (string[])[];
                return CannotHandle(kind, $"strict decoding error: {string.Join(", ", yaml.Concat(result.StrictErrors))}");
            }

            if (validation == FieldValidation.Warn)
                foreach (var warning in (repeatedLines ?? []).Concat(result.StrictErrors)) warnings.Add(warning);
        }

        return result.Object;
    }

    /// <summary>400: the document says what it is, but is not it.</summary>
    public static StatusError CannotHandle(GroupVersionKind kind, string reason) =>
        StatusError.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {reason}");

    private const string TypeMeta =
        "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private static StatusError Unrecognized(ReadOnlySpan<byte> utf8, string expectedKind, string reason) => StatusError.BadRequest(
        $"the object provided is unrecognized (must be of type {expectedKind}): couldn't get version/kind; json parse error: {reason} ({Summarize(utf8)})");

    /// <summary>400: the document's version has more than one slash. Null when it can be read.</summary>
    public static StatusError? VersionProblem(JsonObject document, ReadOnlySpan<byte> utf8, string expectedKind)
    {
        var version = document.GetString("apiVersion");
        return GroupVersion.TryParse(version, out _) ? null : StatusError.BadRequest(
            $"the object provided is unrecognized (must be of type {expectedKind}): unexpected GroupVersion string: {version} ({Summarize(utf8)})");
    }

    /// <summary>400: an object of a custom resource does not say what it is. Null when it does.</summary>
    public static StatusError? KindProblem(JsonObject document, ReadOnlySpan<byte> utf8, string expectedKind) => !string.IsNullOrEmpty(document.GetString("kind"))
        ? null
        : StatusError.BadRequest($"the object provided is unrecognized (must be of type {expectedKind}): "
            + $"Object 'Kind' is missing in '{Encoding.UTF8.GetString(utf8)}' ({Summarize(utf8)})");

    /// <summary>The beginning of a body for an error message: as text when it looks like an object, else as hexadecimal digits.</summary>
    private static string Summarize(ReadOnlySpan<byte> data)
    {
        const int Max = 30;
        if (data.IsEmpty) return "<empty>";
        var shown = data[..Math.Min(Max, data.Length)];
        var text = data[0] == (byte)'{' ? Encoding.UTF8.GetString(shown) : Convert.ToHexStringLower(shown);
        return data.Length > Max ? text + " ..." : text;
    }
}
