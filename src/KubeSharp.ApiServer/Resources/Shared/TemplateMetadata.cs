using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>The metadata of what will be made from a template: labels and annotations, and nothing else. Pure.</summary>
internal static class TemplateMetadata
{
    public static void Check(JsonObject? metadata, FieldPath path, ErrorList errors)
    {
        ObjectMetaValidator.ValidateAnnotations(metadata?.GetObject("annotations"), path.Child("annotations"), errors);
        ObjectMetaValidator.ValidateLabels(metadata?.GetObject("labels"), path.Child("labels"), errors);
        foreach (var (name, value) in metadata ?? [])
        {
            if (name is "labels" or "annotations" || value is JsonNull or JsonString { Value: "" }) continue;
            errors.Add(FieldError.Forbidden(path.Child(name), "cannot be set"));
        }
    }
}
