using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What claims for devices may say (https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/); the wish never changes.</summary>
internal static class ClaimRules
{
    private const int Most = 32;

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
        var names = new RequestNames(devices);
        DeviceLists.Set(
            devices.GetArray("requests"), Most, "name", path.Child("requests"), errors, (request, at) => DeviceRequestRules.Check(request, at, errors));
        DeviceLists.Each(
            devices.GetArray("constraints"), Most, path.Child("constraints"), errors, (constraint, at) => CheckConstraint(constraint, names, at, errors));
        DeviceLists.Each(devices.GetArray("config"), Most, path.Child("config"), errors, (config, at) =>
        {
            names.CheckList(config, at, errors);
            DeviceConfigRules.Check(config, at, errors);
        });
    }

    private static void CheckConstraint(JsonObject constraint, RequestNames names, FieldPath path, ErrorList errors)
    {
        names.CheckList(constraint, path, errors);
        if (constraint.GetString("matchAttribute") is { } attribute) DeviceNames.CheckFullyQualified(attribute, path.Child("matchAttribute"), errors);
        else if (constraint.GetString("distinctAttribute") is { } distinct) DeviceNames.CheckFullyQualified(distinct, path.Child("distinctAttribute"), errors);
        else errors.Add(FieldError.Required(path, "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set"));
    }
}
