using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Patching;

/// <summary>
/// JSON patch (RFC 6902) with the habits of the library that upstream uses: negative indices count from the end, replacing a member
/// that does not exist adds it, the text before a path's first slash is ignored.
/// </summary>
public sealed class JsonPatch
{
    /// <summary>The most operations that the API server takes in one patch.</summary>
    public const int MaxOperations = 10_000;

    /// <summary>The most bytes that copy operations of one patch may add, so that a small patch cannot blow an object up.</summary>
    public const int MaxCopiedBytes = 3 * 1024 * 1024;

    private readonly JsonPatchOperation[] operations;

    private JsonPatch(JsonPatchOperation[] operations) => this.operations = operations;

    /// <summary>How many operations there are.</summary>
    public int Count => operations.Length;

    /// <summary>Reads a patch. The errors are 400 or 413.</summary>
    public static bool TryRead(JsonValue json, [NotNullWhen(true)] out JsonPatch? patch, [NotNullWhen(false)] out StatusError? error)
    {
        patch = null;
        if (json is not JsonArray array)
        {
            if (json.IsNull) array = [];
            else
            {
                error = Decoding($"json: cannot unmarshal {json.GoKind} into Go value of type []handlers.jsonPatchOp");
                return false;
            }
        }

        if (array.Count > MaxOperations)
        {
            error = StatusError.RequestEntityTooLarge(
                $"The allowed maximum operations in a JSON patch is {MaxOperations}, got {array.Count}");
            return false;
        }

        var operations = new JsonPatchOperation[array.Count];
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is not JsonObject item)
            {
                error = Decoding($"json: cannot unmarshal {array[i].GoKind} into Go value of type handlers.jsonPatchOp");
                return false;
            }

            foreach (var name in (ReadOnlySpan<string>)["op", "path", "from"])
            {
                if (item[name] is null or JsonString or JsonNull) continue;
                error = Decoding($"json: cannot unmarshal {item[name]!.GoKind} into Go struct field jsonPatchOp.{name} of type string");
                return false;
            }

            operations[i] = new JsonPatchOperation(
                item.GetString("op") ?? "unknown", item.GetString("path"), item.GetString("from"), item["value"]);
        }

        patch = new JsonPatch(operations);
        error = null;
        return true;
    }

    /// <summary>The document with the patch applied; the argument is not changed. The error is 422.</summary>
    public Result<JsonValue> Apply(JsonValue document) => Apply(document, out _) is { } patched ? patched : StatusError.Rejected();

    /// <summary>The document with the patch applied; null with the reason when it does not apply. The argument is not changed.</summary>
    /// <param name="document">The document.</param>
    /// <param name="reason">Why an operation does not apply.</param>
    public JsonValue? Apply(JsonValue document, out string? reason)
    {
        var root = document.DeepClone();
        var copied = 0L;
        foreach (var operation in operations)
        {
            reason = operation.Op switch
            {
                "add" => Add(ref root, operation.Path, operation.Value ?? JsonNull.Instance, "add"),
                "remove" => Remove(root, operation.Path),
                "replace" => Replace(ref root, operation.Path, operation.Value ?? JsonNull.Instance),
                "move" => Move(ref root, operation),
                "copy" => Copy(ref root, operation, ref copied),
                "test" => Test(root, operation),
                _ => $"Unexpected kind: {operation.Op}",
            };
            if (reason is not null) return null;
        }

        reason = null;
        return root;
    }

    private static StatusError Decoding(string reason) => StatusError.BadRequest($"error decoding patch: {reason}");

    /// <summary>Upstream wraps the reason in a generic answer that does not show it.</summary>
    private static string? Add(ref JsonValue root, string? path, JsonValue value, string what)
    {
        if (path is null) return $"{what} operation failed to decode path";
        if (path.Length == 0)
        {
            root = value.DeepClone();
            return null;
        }

        var container = FindContainer(root, path, out var key);
        switch (container)
        {
            case JsonObject o:
                o.Set(key, value.DeepClone());
                return null;
            case JsonArray a:
                if (key == "-")
                {
                    a.Add(value.DeepClone());
                    return null;
                }

                if (!TryIndex(key, out var index)) return $"{what} operation: value was not a proper array index: '{key}'";
                if (index < 0) index += a.Count + 1;
                if (index < 0 || index > a.Count) return $"{what} operation: Unable to access invalid index: {key}";
                a.Insert(index, value.DeepClone());
                return null;
            default:
                return $"{what} operation does not apply: doc is missing path: {path}";
        }
    }

    private static string? Remove(JsonValue root, string? path)
    {
        if (path is null) return "remove operation failed to decode path";
        switch (FindContainer(root, path, out var key))
        {
            case JsonObject o:
                return o.Remove(key) ? null : $"Unable to remove nonexistent key: {key}";
            case JsonArray a when TryElement(a, key, out var index):
                a.RemoveAt(index);
                return null;
            default:
                return $"remove operation does not apply: doc is missing path: {path}";
        }
    }

    private static string? Replace(ref JsonValue root, string? path, JsonValue value)
    {
        if (path is null) return "replace operation failed to decode path";
        if (path.Length == 0)
        {
            root = value.DeepClone();
            return null;
        }

        switch (FindContainer(root, path, out var key))
        {
            case JsonObject o:
                o.Set(key, value.DeepClone());
                return null;
            case JsonArray a when TryElement(a, key, out var index):
                a[index] = value.DeepClone();
                return null;
            default:
                return $"replace operation does not apply: doc is missing path: {path}";
        }
    }

    private static string? Move(ref JsonValue root, JsonPatchOperation operation)
    {
        if (operation.From is null) return "move operation failed to decode from";
        var value = Get(root, operation.From);
        if (value is null) return $"move operation does not apply: doc is missing from path: {operation.From}";
        return Remove(root, operation.From) ?? Add(ref root, operation.Path, value, "move");
    }

    private static string? Copy(ref JsonValue root, JsonPatchOperation operation, ref long copied)
    {
        if (operation.From is null) return "copy operation failed to decode from";
        var value = Get(root, operation.From);
        if (value is null) return $"copy operation does not apply: doc is missing from path: {operation.From}";
        copied += value.ToUtf8Bytes().Length;
        if (copied > MaxCopiedBytes) return "Unable to complete the copy, the accumulated size increase of copy is too large";
        return Add(ref root, operation.Path, value, "copy");
    }

    private static string? Test(JsonValue root, JsonPatchOperation operation)
    {
        if (operation.Path is null) return "test operation failed to decode path";
        if (operation.Path.Length > 0 && FindContainer(root, operation.Path, out _) is null)
            return $"test operation for path {operation.Path} failed: doc is missing path";
        var actual = Get(root, operation.Path);
        var expected = operation.Value;
        if (actual is null or JsonNull) return expected is null or JsonNull ? null : $"testing value {operation.Path} failed";
        return expected is not null && JsonValue.DeepEquals(actual, expected) ? null : $"testing value {operation.Path} failed";
    }

    private static JsonValue? Get(JsonValue root, string path)
    {
        if (path.Length == 0) return root;
        return FindContainer(root, path, out var key) switch
        {
            JsonObject o => o[key],
            JsonArray a when TryElement(a, key, out var index) => a[index],
            _ => null,
        };
    }

    private static JsonValue? FindContainer(JsonValue root, string path, out string key)
    {
        key = "";
        var parts = path.Split('/');
        if (parts.Length < 2) return null;
        var current = root;
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var name = Unescape(parts[i]);
            switch (current)
            {
                case JsonObject o when o[name] is { } member:
                    current = member;
                    break;
                case JsonArray a when TryElement(a, name, out var index):
                    current = a[index];
                    break;
                default:
                    return null;
            }
        }

        key = Unescape(parts[^1]);
        return current is JsonObject or JsonArray ? current : null;
    }

    private static bool TryElement(JsonArray array, string key, out int index)
    {
        if (!TryIndex(key, out index)) return false;
        if (index < 0) index += array.Count;
        return index >= 0 && index < array.Count;
    }

    private static bool TryIndex(string key, out int index) =>
        int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index);

    private static string Unescape(string part) => part.Contains('~', StringComparison.Ordinal)
        ? part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
        : part;
}
