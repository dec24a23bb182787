using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What claims for devices may say (https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/); the wish never changes.</summary>
internal static class ClaimRules
{
    private const int MostRequests = 32;
    private const string UnknownRequest = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    public static void Check(JsonObject claim, ErrorList errors) =>
        CheckDevices(claim.FindObject("spec", "devices") ?? [], FieldPath.Spec.Child("devices"), errors);

    public static void CheckTemplate(JsonObject template, ErrorList errors)
    {
        TemplateMetadata.Check(template.FindObject("spec", "metadata"), FieldPath.Spec.Child("metadata"), errors);
        CheckDevices(template.FindObject("spec", "spec", "devices") ?? [], FieldPath.Spec.Child("spec", "devices"), errors);
    }

    public static void CheckUpdate(JsonObject claim, JsonObject old, ErrorList errors) => CheckSame(claim, old, SpecSchema("ResourceClaim"), errors);

    public static void CheckTemplateUpdate(JsonObject template, JsonObject old, ErrorList errors)
    {
        if (JsonValue.DeepEquals(template["spec"], old["spec"])) return;
        var spec = template.GetObject("spec") ?? [];

        // The metadata is embedded in the structure, so that its members stand beside the spec.
        var shown = spec.GetObject("metadata")?.Clone() ?? [];
        shown.Set("Spec", GoStructs.Of(spec["spec"], SpecSchema("ResourceClaim")));
        errors.Add(FieldError.Invalid(FieldPath.Spec, shown, "field is immutable"));
    }

    private static TypeSchema SpecSchema(string kind) => SchemaRegistry.Kubernetes.FindKind("resource.k8s.io", "v1", kind)!.Field("spec")!.Type;

    private static void CheckSame(JsonObject document, JsonObject old, TypeSchema schema, ErrorList errors)
    {
        if (!JsonValue.DeepEquals(document["spec"], old["spec"]))
            errors.Add(FieldError.Invalid(FieldPath.Spec, GoStructs.Of(document["spec"], schema), "field is immutable"));
    }

    private static void CheckDevices(JsonObject devices, FieldPath path, ErrorList errors)
    {
        var requests = devices.GetArray("requests") ?? [];
        if (requests.Count > MostRequests) errors.Add(FieldError.TooMany(path.Child("requests"), requests.Count, MostRequests));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            if (requests[i] is not JsonObject request) continue;
            var at = path.Child("requests").Index(i);
            DeviceRequestRules.Check(request, at, errors);
            var name = request.GetString("name") ?? "";
            if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate(at, new JsonString(name)));
            foreach (var alternative in (request.GetArray("firstAvailable") ?? []).OfType<JsonObject>()) names.Add($"{name}/{alternative.GetString("name")}");
        }

        var constraints = devices.GetArray("constraints") ?? [];
        if (constraints.Count > MostRequests) errors.Add(FieldError.TooMany(path.Child("constraints"), constraints.Count, MostRequests));
        for (var i = 0; i < constraints.Count; i++)
        {
            if (constraints[i] is JsonObject constraint) CheckConstraint(constraint, names, path.Child("constraints").Index(i), errors);
        }

        var config = devices.GetArray("config") ?? [];
        if (config.Count > MostRequests) errors.Add(FieldError.TooMany(path.Child("config"), config.Count, MostRequests));
        for (var i = 0; i < config.Count; i++)
        {
            if (config[i] is not JsonObject one) continue;
            CheckNamed(one, names, path.Child("config").Index(i), errors);
            DeviceConfigRules.Check(one, path.Child("config").Index(i), errors);
        }
    }

    private static void CheckConstraint(JsonObject constraint, HashSet<string> names, FieldPath path, ErrorList errors)
    {
        CheckNamed(constraint, names, path, errors);
        if (constraint.GetString("matchAttribute") is { } attribute) DeviceNames.CheckFullyQualified(attribute, path.Child("matchAttribute"), errors);
        if (constraint.GetString("distinctAttribute") is { } distinct) DeviceNames.CheckFullyQualified(distinct, path.Child("distinctAttribute"), errors);
        if (constraint["matchAttribute"] is null && constraint["distinctAttribute"] is null)
            errors.Add(FieldError.Required(path, "exactly one of `matchAttribute` or `distinctAttribute` is required"));
    }

    private static void CheckNamed(JsonObject from, HashSet<string> names, FieldPath path, ErrorList errors)
    {
        var requests = from.GetArray("requests") ?? [];
        for (var i = 0; i < requests.Count; i++)
        {
            var name = (requests[i] as JsonString)?.Value ?? "";
            if (!names.Contains(name)) errors.Add(FieldError.Invalid(path.Child("requests").Index(i), name, UnknownRequest));
            else if (requests.Take(i).Any(other => JsonValue.DeepEquals(other, requests[i]))) errors.Add(FieldError.Duplicate(path.Child("requests").Index(i), requests[i]));
        }
    }
}
