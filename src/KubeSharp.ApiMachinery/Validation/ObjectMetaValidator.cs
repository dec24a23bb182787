using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiMachinery.Validation;

/// <summary>
/// Checks <c>metadata</c> on create and update (<c>k8s.io/apimachinery/pkg/api/validation/objectmeta.go</c>). The document must
/// already have the right types, as it has after decoding.
/// </summary>
public static class ObjectMetaValidator
{
    /// <summary>The most that keys and values of all annotations may measure, in bytes.</summary>
    public const int AnnotationsSizeLimit = 256 * 1024;

    private static readonly string[] Immutable =
        ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>Checks the metadata of an object, on create and as part of every update.</summary>
    public static void Validate(JsonObject? metadata, ObjectMetaRules rules, FieldPath path, ErrorList errors)
    {
        metadata ??= new JsonObject();
        var generateName = metadata.GetString("generateName");
        if (!string.IsNullOrEmpty(generateName))
            errors.AddInvalid(path.Child("generateName"), generateName, rules.Name(generateName, prefix: true));
        var name = metadata.GetString("name");
        if (string.IsNullOrEmpty(name)) errors.Add(FieldError.Required(path.Child("name"), "name or generateName is required"));
        else errors.AddInvalid(path.Child("name"), name, rules.Name(name, prefix: false));
        var ns = metadata.GetString("namespace");
        if (rules.Namespaced)
        {
            if (string.IsNullOrEmpty(ns)) errors.Add(FieldError.Required(path.Child("namespace")));
            else errors.AddInvalid(path.Child("namespace"), ns, NameChecks.DnsLabel(ns, prefix: false));
        }
        else if (!string.IsNullOrEmpty(ns))
        {
            errors.Add(FieldError.Forbidden(path.Child("namespace"), "not allowed on this type"));
        }

        NonNegative(metadata, "generation", path, errors);
        ValidateCommon(metadata, path, errors);
        ValidateFinalizers(metadata.GetArray("finalizers"), rules, path.Child("finalizers"), errors);
    }

    /// <summary>Checks what may not change. <see cref="Validate"/> is not included.</summary>
    public static void ValidateUpdate(JsonObject? metadata, JsonObject? old, FieldPath path, ErrorList errors)
    {
        metadata ??= new JsonObject();
        old ??= new JsonObject();
        if (old.GetString("deletionTimestamp") is not null) NoNewFinalizers(metadata, old, path, errors);
        if (string.IsNullOrEmpty(metadata.GetString("resourceVersion")))
        {
            errors.Add(FieldError.Invalid(
                path.Child("resourceVersion"), metadata.GetString("resourceVersion"), "must be specified for an update"));
        }

        var generation = metadata.GetInt64("generation") ?? 0;
        if (generation < (old.GetInt64("generation") ?? 0))
            errors.Add(FieldError.Invalid(path.Child("generation"), generation, "must not be decremented"));
        foreach (var name in Immutable)
        {
            if (Same(metadata[name], old[name])) continue;
            var value = metadata[name] ?? (name is "name" or "namespace" or "uid" ? JsonString.Empty : JsonNull.Instance);
            errors.Add(FieldError.Invalid(path.Child(name), value, "field is immutable"));
        }

        ValidateCommon(metadata, path, errors);
    }

    /// <summary>Checks keys and values of labels.</summary>
    public static void ValidateLabels(JsonObject? labels, FieldPath path, ErrorList errors)
    {
        if (labels is null) return;
        foreach (var (key, value) in labels)
        {
            errors.AddInvalid(path, key, StringValidators.QualifiedName(key));
            var text = (value as JsonString)?.Value ?? "";
            errors.AddInvalid(path, text, StringValidators.LabelValue(text));
        }
    }

    /// <summary>Checks keys and the total size of annotations.</summary>
    public static void ValidateAnnotations(JsonObject? annotations, FieldPath path, ErrorList errors)
    {
        if (annotations is null) return;
        long size = 0;
        foreach (var (key, value) in annotations)
        {
            // Upstream forgives upper case in the prefix here, not in labels.
            errors.AddInvalid(path, key, StringValidators.QualifiedName(key.ToLowerInvariant()));
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount((value as JsonString)?.Value ?? "");
        }

        if (size > AnnotationsSizeLimit) errors.Add(FieldError.TooLong(path, AnnotationsSizeLimit));
    }

    private static void ValidateCommon(JsonObject metadata, FieldPath path, ErrorList errors)
    {
        ValidateLabels(metadata.GetObject("labels"), path.Child("labels"), errors);
        ValidateAnnotations(metadata.GetObject("annotations"), path.Child("annotations"), errors);
        ValidateOwners(metadata.GetArray("ownerReferences"), path.Child("ownerReferences"), errors);
        ValidateManagedFields(metadata.GetArray("managedFields"), path.Child("managedFields"), errors);
    }

    private static void ValidateOwners(JsonArray? owners, FieldPath path, ErrorList errors)
    {
        if (owners is null) return;
        string? controller = null;
        foreach (var item in owners)
        {
            if (item is not JsonObject owner) continue;
            var kind = GroupVersionKind.From(owner.GetString("apiVersion"), owner.GetString("kind"));
            if (kind.Version.Length == 0)
                errors.Add(FieldError.Invalid(path.Child("apiVersion"), owner.GetString("apiVersion"), "version must not be empty"));
            NotEmpty(owner, "kind", path, errors);
            NotEmpty(owner, "name", path, errors);
            NotEmpty(owner, "uid", path, errors);
            if (kind == new GroupVersionKind("", "v1", "Event"))
                errors.Add(FieldError.Invalid(path, owner, $"{kind} is disallowed from being an owner"));
            if (owner.GetBool("controller") != true) continue;
            var described = $"{owner.GetString("kind")}/{owner.GetString("name")}";
            if (controller is null)
            {
                controller = described;
            }
            else
            {
                errors.Add(FieldError.Invalid(
                    path,
                    owners,
                    $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {described}"));
            }
        }
    }

    private static void ValidateFinalizers(JsonArray? finalizers, ObjectMetaRules rules, FieldPath path, ErrorList errors)
    {
        if (finalizers is null) return;
        var orphan = false;
        var foreground = false;
        for (var i = 0; i < finalizers.Count; i++)
        {
            var text = (finalizers[i] as JsonString)?.Value ?? "";
            errors.AddInvalid(path, text, StringValidators.QualifiedName(text));
            orphan |= text == "orphan";
            foreground |= text == "foregroundDeletion";
        }

        if (orphan && foreground)
            errors.Add(FieldError.Invalid(path, finalizers, "finalizer orphan and foregroundDeletion cannot be both set"));
        for (var i = 0; rules.StandardFinalizers && i < finalizers.Count; i++)
        {
            var text = (finalizers[i] as JsonString)?.Value ?? "";
            if (!text.Contains('/', StringComparison.Ordinal) && text is not ("kubernetes" or "orphan" or "foregroundDeletion"))
            {
                errors.Add(FieldError.Invalid(
                    path.Index(i), text, "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }
    }

    private static void ValidateManagedFields(JsonArray? entries, FieldPath path, ErrorList errors)
    {
        if (entries is null) return;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is not JsonObject entry) continue;
            var at = path.Index(i);
            if (entry.GetString("operation") is not ("Apply" or "Update"))
                errors.Add(FieldError.Invalid(at.Child("operation"), entry.GetString("operation"), "must be `Apply` or `Update`"));
            if (entry.GetString("fieldsType") is not (null or "" or "FieldsV1"))
                errors.Add(FieldError.Invalid(at.Child("fieldsType"), entry.GetString("fieldsType"), "must be `FieldsV1`"));
            ValidateFieldManager(entry.GetString("manager") ?? "", at.Child("manager"), errors);
            if ((entry.GetString("subresource") ?? "").Length > 256) errors.Add(FieldError.TooLong(at.Child("subresource"), 256));
        }
    }

    /// <summary>Checks the name of a field manager: up to 128 bytes, printable.</summary>
    public static void ValidateFieldManager(string manager, FieldPath path, ErrorList errors)
    {
        if (Encoding.UTF8.GetByteCount(manager) > 128) errors.Add(FieldError.TooLong(path, 128));
        var position = 0;
        foreach (var rune in manager.EnumerateRunes())
        {
            if (!GoText.IsPrintable(rune))
                errors.Add(FieldError.Invalid(path, manager, $"invalid character U+{rune.Value:X4} (at position {position})"));
            position += rune.Utf8SequenceLength;
        }
    }

    private static void NoNewFinalizers(JsonObject metadata, JsonObject old, FieldPath path, ErrorList errors)
    {
        var before = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in old.GetArray("finalizers") ?? []) before.Add((item as JsonString)?.Value ?? "");
        var added = new SortedSet<string>(GoOrder.Instance);
        foreach (var item in metadata.GetArray("finalizers") ?? [])
            if (item is JsonString text && !before.Contains(text.Value)) added.Add(text.Value);
        if (added.Count == 0) return;
        errors.Add(FieldError.Forbidden(
            path.Child("finalizers"),
            $"no new finalizers can be added if the object is being deleted, found new finalizers {GoText.StringSlice(added)}"));
    }

    private static void NonNegative(JsonObject metadata, string name, FieldPath path, ErrorList errors)
    {
        if (metadata.GetInt64(name) is < 0 and var value)
            errors.Add(FieldError.Invalid(path.Child(name), value, "must be greater than or equal to 0"));
    }

    private static void NotEmpty(JsonObject owner, string name, FieldPath path, ErrorList errors)
    {
        if (string.IsNullOrEmpty(owner.GetString(name))) errors.Add(FieldError.Invalid(path.Child(name), "", "must not be empty"));
    }

    private static bool Same(JsonValue? left, JsonValue? right) =>
        JsonValue.DeepEquals(Present(left), Present(right));

    private static JsonValue? Present(JsonValue? value) => value is null or JsonNull or JsonString { Value: "" } ? null : value;
}
