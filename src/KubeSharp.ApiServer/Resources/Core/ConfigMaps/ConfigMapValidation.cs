using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.ConfigMaps;

/// <summary>Keys that can be files, not too much in all, and what immutable means.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/configuration/configmap/</remarks>
internal static class ConfigMapValidation
{
    private const int MaxBytes = 1024 * 1024;
    private const string ImmutableDetail = "field is immutable when `immutable` is set";

    public static void Check(JsonObject map, ErrorList errors)
    {
        var total = 0L;
        var (data, binary) = (map.GetObject("data") ?? new JsonObject(), map.GetObject("binaryData") ?? new JsonObject());
        foreach (var (key, value) in data)
        {
            var path = FieldPath.Of("data").Key(key);
            errors.AddInvalid(path, key, StringValidators.ConfigMapKey(key));
            if (binary.Contains(key)) errors.Add(FieldError.Invalid(path, key, "duplicate of key present in binaryData"));
            total += System.Text.Encoding.UTF8.GetByteCount((value as JsonString)?.Value ?? "");
        }

        foreach (var (key, value) in binary)
        {
            errors.AddInvalid(FieldPath.Of("binaryData").Key(key), key, StringValidators.ConfigMapKey(key));
            total += DecodedLength(value);
        }

        if (total > MaxBytes) errors.Add(FieldError.TooLong(FieldPath.Of(""), MaxBytes));
    }

    public static void CheckUpdate(JsonObject map, JsonObject old, ErrorList errors) => CheckImmutable(map, old, errors, "data", "binaryData");

    /// <summary>What is marked immutable stays so, and so do these members.</summary>
    public static void CheckImmutable(JsonObject map, JsonObject old, ErrorList errors, params ReadOnlySpan<string> members)
    {
        if (old.GetBool("immutable") != true) return;
        if (map.GetBool("immutable") != true) errors.Add(FieldError.Forbidden(FieldPath.Of("immutable"), ImmutableDetail));
        foreach (var member in members)
        {
            if (!Checks.Same(map[member], old[member])) errors.Add(FieldError.Forbidden(FieldPath.Of(member), ImmutableDetail));
        }
    }

    /// <summary>How many bytes a base64 text stands for.</summary>
    public static long DecodedLength(JsonValue? value)
    {
        if (value is not JsonString { Value: { Length: > 0 } text }) return 0;
        return (text.Length / 4 * 3L) - (text.EndsWith("==", StringComparison.Ordinal) ? 2 : text.EndsWith('=') ? 1 : 0);
    }
}
