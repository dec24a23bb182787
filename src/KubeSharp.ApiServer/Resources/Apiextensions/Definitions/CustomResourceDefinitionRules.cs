using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>What definitions of custom resources may say.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/</remarks>
internal static class CustomResourceDefinitionRules
{
    /// <summary>Checks a new definition. Its metadata was looked at, all but the name.</summary>
    public static void Check(JsonObject definition, ErrorList errors)
    {
        var name = new Metadata(definition).Name;
        if (name != $"{definition.FindString("spec", "names", "plural")}.{definition.FindString("spec", "group")}")
            errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("name"), name, "must be spec.names.plural+\".\"+spec.group"));
        CheckSpec(definition, SchemaLeniency.None with { InvalidBundle = true }, errors);
        CheckStatus(definition, errors);
        CheckStoredVersions(definition, errors);
        ApprovalRules.Check(definition, null, errors);
        CheckPreserving(definition, errors);
    }

    /// <summary>Checks a changed definition.</summary>
    public static void CheckUpdate(JsonObject definition, JsonObject old, ErrorList errors)
    {
        CheckSpec(definition, DefinitionLeniency.For(old), errors);
        var (spec, before) = (definition.GetObject("spec") ?? [], old.GetObject("spec") ?? []);
        if (CustomResourceConditions.IsTrue(old, "Established"))
        {
            Same("scope");
            Same("names", "kind");
        }

        Same("group");
        Same("names", "plural");
        CheckStatus(definition, errors);
        CheckStoredVersions(definition, errors);
        ApprovalRules.Check(definition, old, errors);
        if (before.GetBool("preserveUnknownFields") != true) CheckPreserving(definition, errors);

        void Same(params ReadOnlySpan<string> path)
        {
            if (spec.FindString(path) == before.FindString(path)) return;
            errors.Add(FieldError.Invalid(path.Length == 1 ? FieldPath.Spec.Child(path[0]) : FieldPath.Spec.Child(path[0], path[1]), spec.FindString(path), "field is immutable"));
        }
    }

    /// <summary>Checks the names that the status says are accepted.</summary>
    public static void CheckStatus(JsonObject definition, ErrorList errors) =>
        NameRules.Check(definition.FindObject("status", "acceptedNames") ?? [], FieldPath.Status.Child("acceptedNames"), errors);

    private static void CheckSpec(JsonObject definition, SchemaLeniency leniency, ErrorList errors)
    {
        var form = DefinitionForm.Of(definition);
        var spec = form.Spec;
        var path = FieldPath.Spec;
        CheckGroup(spec.GetString("group") ?? "", path.Child("group"), errors);
        CheckChoice(spec.GetString("scope") ?? "", path.Child("scope"), errors, "Cluster", "Namespaced");
        if (form.Schema?.Find("openAPIV3Schema") is not JsonObject)
        {
            for (var i = 0; i < form.Versions.Count; i++)
            {
                if (form.Versions[i].FindObject("schema", "openAPIV3Schema") is not null) continue;
                var at = path.Child("versions").Index(i).Child("schema", "openAPIV3Schema");
                if (!leniency.NoSchema) errors.Add(FieldError.Required(at));
                else if (form.Versions[i].GetBool("served") == true) errors.Add(FieldError.Required(at, "because otherwise all fields are pruned"));
            }
        }

        if (spec.GetBool("preserveUnknownFields") == true && form.AllSchemas.Any(schema => SchemaNode.Read(schema).Any(static node => node.Default is not null)))
            errors.Add(FieldError.Invalid(path.Child("preserveUnknownFields"), true, "must be false in order to use defaults in the schema"));
        VersionRules.Check(form, leniency, errors);
        NameRules.CheckRequired(spec.GetObject("names") ?? [], path.Child("names"), errors);
        NameRules.Check(spec.GetObject("names") ?? [], path.Child("names"), errors);
        VersionRules.CheckCommon(form, leniency, errors);
        ConversionRules.Check(spec, path.Child("conversion"), leniency, errors);
    }

    internal static void CheckChoice(string value, FieldPath at, ErrorList errors, params string[] choices)
    {
        if (value.Length == 0) errors.Add(FieldError.Required(at));
        else if (!choices.Contains(value)) errors.Add(FieldError.NotSupported(at, value, choices));
    }

    private static void CheckGroup(string group, FieldPath at, ErrorList errors)
    {
        if (group.Length == 0) errors.Add(FieldError.Required(at));
        else if (StringValidators.Dns1123Subdomain(group) is { Length: > 0 } faults) errors.Add(FieldError.Invalid(at, group, string.Join(',', faults)));
        else if (!group.Contains('.', StringComparison.Ordinal)) errors.Add(FieldError.Invalid(at, group, "should be a domain with at least one dot"));
    }

    private static void CheckPreserving(JsonObject definition, ErrorList errors)
    {
        if (definition.Find("spec", "preserveUnknownFields") is not JsonBoolean { Value: true }) return;
        errors.Add(FieldError.Invalid(
            FieldPath.Spec.Child("preserveUnknownFields"),
            true,
            "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"));
    }

    private static void CheckStoredVersions(JsonObject definition, ErrorList errors)
    {
        var path = FieldPath.Status.Child("storedVersions");
        if (definition.FindArray("status", "storedVersions") is not { Count: > 0 } stored)
        {
            errors.Add(FieldError.Invalid(path, JsonNull.Instance, "must have at least one stored version"));
            return;
        }

        var versions = (definition.FindArray("spec", "versions") ?? []).OfType<JsonObject>().ToList();
        foreach (var version in versions)
        {
            var name = version.GetString("name") ?? "";
            if (version.GetBool("storage") == true && !stored.Any(item => item is JsonString text && text.Value == name))
                errors.Add(FieldError.Invalid(path, stored, $"must have the storage version {name}"));
        }

        for (var i = 0; i < stored.Count; i++)
        {
            var name = (stored[i] as JsonString)?.Value ?? "";
            if (versions.Exists(version => version.GetString("name") == name)) continue;
            errors.Add(FieldError.Invalid(
                path.Index(i),
                name,
                $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration "
                    + $"ensures no data remains persisted in {name} and removes {name} from status.storedVersions"));
        }
    }
}
