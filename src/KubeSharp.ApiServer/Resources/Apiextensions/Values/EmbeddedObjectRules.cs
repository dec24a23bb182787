using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>What is marked as an embedded resource must look like an object of the API: apiVersion, kind, valid metadata.</summary>
internal static class EmbeddedObjectRules
{
    public static void Check(JsonValue value, SchemaNode schema, FieldPath? at, ErrorList errors, bool isObject = false)
    {
        switch (value)
        {
            case JsonObject item:
                if (schema.EmbeddedResource || isObject) CheckObject(item, at, errors);
                foreach (var (name, member) in item)
                {
                    if (schema.Property(name) is { } known) Check(member, known, Child(at, name), errors);
                    else if (schema.AdditionalProperties is { } rest) Check(member, rest, at?.Key(name) ?? FieldPath.Of(name), errors);
                }

                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++) Check(list[i], items, at?.Index(i), errors);
                break;
        }
    }

    private static void CheckObject(JsonObject item, FieldPath? at, ErrorList errors)
    {
        CheckVersion(item["apiVersion"], Child(at, "apiVersion"), errors);
        CheckKind(item["kind"], Child(at, "kind"), errors);
        if (item.GetObject("metadata") is not { } metadata) return;
        var named = metadata;
        if (string.IsNullOrEmpty(metadata.GetString("name")))
        {
            // A name is not asked for, but the general rules do.
            named = metadata.ShallowClone();
            named.Set("name", "fakename");
        }

        var rules = new ObjectMetaRules { Namespaced = !string.IsNullOrEmpty(metadata.GetString("namespace")), Name = NameChecks.PathSegment, StandardFinalizers = false };
        ObjectMetaValidator.Validate(named, rules, Child(at, "metadata"), errors);
    }

    private static void CheckVersion(JsonValue? value, FieldPath at, ErrorList errors)
    {
        if (value is null) errors.Add(FieldError.Required(at));
        else if (value is not JsonString version) errors.Add(FieldError.Invalid(at, value, "must be a string"));
        else if (version.Value.Length == 0) errors.Add(FieldError.Invalid(at, "", "must not be empty"));
        else if (version.Value.Count(c => c == '/') > 1) errors.Add(FieldError.Invalid(at, version.Value, $"unexpected GroupVersion string: {version.Value}"));
    }

    private static void CheckKind(JsonValue? value, FieldPath at, ErrorList errors)
    {
        if (value is null) errors.Add(FieldError.Required(at));
        else if (value is not JsonString kind) errors.Add(FieldError.Invalid(at, value, "must be a string"));
        else if (kind.Value.Length == 0) errors.Add(FieldError.Invalid(at, "", "must not be empty"));
        else if (StringValidators.Dns1035Label(kind.Value.ToLowerInvariant()) is { Length: > 0 } faults)
            errors.Add(FieldError.Invalid(at, kind.Value, "may have mixed case, but should otherwise match: " + string.Join(',', faults)));
    }

    private static FieldPath Child(FieldPath? at, string name) => at?.Child(name) ?? FieldPath.Of(name);
}
