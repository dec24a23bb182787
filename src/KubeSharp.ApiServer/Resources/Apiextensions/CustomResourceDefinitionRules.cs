using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Apiextensions;

/// <summary>What definitions of custom resources may say about names, scope and versions.</summary>
internal static class CustomResourceDefinitionRules
{
    public static void Check(JsonObject definition, ErrorList errors)
    {
        var spec = definition.GetObject("spec") ?? [];
        var path = FieldPath.Spec;
        var names = spec.GetObject("names") ?? [];
        var (group, plural) = (spec.GetString("group") ?? "", names.GetString("plural") ?? "");
        if (new Metadata(definition).Name != $"{plural}.{group}")
            errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("name"), new Metadata(definition).Name, "must be spec.names.plural+\".\"+spec.group"));
        if (group.Length == 0) errors.Add(FieldError.Required(path.Child("group")));
        else errors.AddInvalid(path.Child("group"), group, StringValidators.Dns1123Subdomain(group));
        if (group.Length > 0 && !group.Contains('.', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(path.Child("group"), group, "should be a domain with at least one dot"));
        if (spec.GetString("scope") is not ("Cluster" or "Namespaced"))
            errors.Add(FieldError.NotSupported(path.Child("scope"), spec.GetString("scope") ?? "", "Cluster", "Namespaced"));
        if (spec.FindString("conversion", "strategy") is not ("None" or "Webhook"))
            errors.Add(FieldError.NotSupported(path.Child("conversion", "strategy"), spec.FindString("conversion", "strategy") ?? "", "None", "Webhook"));
        if (spec.GetBool("preserveUnknownFields") == true)
        {
            errors.Add(FieldError.Invalid(
                path.Child("preserveUnknownFields"),
                true,
                "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"));
        }

        CheckNames(names, path.Child("names"), errors);
        CheckVersions(spec.GetArray("versions") ?? [], path.Child("versions"), errors);
        CheckStored(spec.GetArray("versions") ?? [], definition.FindArray("status", "storedVersions"), errors);
    }

    public static void CheckUpdate(JsonObject definition, JsonObject old, ErrorList errors)
    {
        var (spec, before) = (definition.GetObject("spec") ?? [], old.GetObject("spec") ?? []);
        Same("group");
        if (!CustomResourceConditions.IsTrue(old, "Established")) return;
        Same("scope");
        if (spec.FindString("names", "kind") != before.FindString("names", "kind"))
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("names", "kind"), spec.FindString("names", "kind"), "field is immutable"));

        void Same(string name)
        {
            if (spec.GetString(name) != before.GetString(name)) errors.Add(FieldError.Invalid(FieldPath.Spec.Child(name), spec.GetString(name), "field is immutable"));
        }
    }

    private static void CheckNames(JsonObject names, FieldPath path, ErrorList errors)
    {
        var (kind, list) = (names.GetString("kind") ?? "", names.GetString("listKind") ?? "");
        Label(names.GetString("plural") ?? "", path.Child("plural"), required: true);
        Label(names.GetString("singular") ?? "", path.Child("singular"), required: false);
        KindName(kind, path.Child("kind"));
        KindName(list, path.Child("listKind"));
        if (kind.Length > 0 && kind == list) errors.Add(FieldError.Invalid(path.Child("listKind"), list, "kind and listKind may not be the same"));
        foreach (var member in (ReadOnlySpan<string>)["shortNames", "categories"])
        {
            var items = names.GetArray(member) ?? [];
            for (var i = 0; i < items.Count; i++) Label((items[i] as JsonString)?.Value ?? "", path.Child(member).Index(i), required: false);
        }

        void Label(string name, FieldPath at, bool required)
        {
            if (name.Length > 0) errors.AddInvalid(at, name, StringValidators.Dns1035Label(name));
            else if (required) errors.Add(FieldError.Required(at));
        }

        void KindName(string name, FieldPath at)
        {
            if (name.Length == 0) errors.Add(FieldError.Required(at));
            else foreach (var fault in StringValidators.Dns1035Label(name.ToLowerInvariant())) errors.Add(FieldError.Invalid(at, name, "may have mixed case, but should otherwise match: " + fault));
        }
    }

    private static void CheckStored(JsonArray versions, JsonArray? stored, ErrorList errors)
    {
        var path = FieldPath.Status.Child("storedVersions");
        if (stored is not { Count: > 0 })
        {
            errors.Add(FieldError.Invalid(path, (JsonValue?)stored, "must have at least one stored version"));
            return;
        }

        var known = versions.OfType<JsonObject>().ToList();
        foreach (var version in known)
        {
            var name = version.GetString("name") ?? "";
            if (version.GetBool("storage") == true && !stored.Any(item => item is JsonString text && text.Value == name))
                errors.Add(FieldError.Invalid(path, stored, $"must have the storage version {name}"));
        }

        for (var i = 0; i < stored.Count; i++)
        {
            var name = (stored[i] as JsonString)?.Value ?? "";
            if (known.Exists(version => version.GetString("name") == name)) continue;
            errors.Add(FieldError.Invalid(
                path.Index(i),
                name,
                $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration "
                    + $"ensures no data remains persisted in {name} and removes {name} from status.storedVersions"));
        }
    }

    private static void CheckVersions(JsonArray versions, FieldPath path, ErrorList errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var stored = 0;
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions[i] is not JsonObject version) continue;
            var name = version.GetString("name") ?? "";
            if (version.GetBool("storage") == true) stored++;
            errors.AddInvalid(path.Index(i).Child("name"), name, StringValidators.Dns1035Label(name));
            if (version.FindObject("schema", "openAPIV3Schema") is not { } schema)
                errors.Add(FieldError.Required(path.Index(i).Child("schema", "openAPIV3Schema")));
            else if (schema.GetString("type") != "object")
                errors.Add(schema.GetString("type") is { Length: > 0 } type
                    ? FieldError.Invalid(path.Index(i).Child("schema", "openAPIV3Schema").Child("type"), type, "must be object at the root")
                    : FieldError.Required(path.Index(i).Child("schema", "openAPIV3Schema").Child("type"), "must not be empty at the root"));
            if (!names.Add(name)) errors.Add(FieldError.Invalid(path, versions, "must contain unique version names"));
        }

        if (stored != 1) errors.Add(FieldError.Invalid(path, versions, "must have exactly one version marked as storage version"));
    }
}
