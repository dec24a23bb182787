using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Storage.VolumeAttributesClasses;

/// <summary>Checks of classes of volume attributes, which never change.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/volume-attributes-classes/</remarks>
internal static class VolumeAttributesClassValidation
{
    public static void Check(JsonObject document, ErrorList errors)
    {
        CsiNames.Check(document.GetString("driverName"), FieldPath.Of("driverName"), errors);
        StorageClasses.StorageClassValidation.Parameters(document.GetObject("parameters"), FieldPath.Of("parameters"), false, errors);
    }

    public static void CheckUpdate(JsonObject document, JsonObject old, ErrorList errors)
    {
        foreach (var name in (ReadOnlySpan<string>)["driverName", "parameters"])
        {
            if (!Checks.Same(document[name], old[name])) errors.Add(FieldError.Forbidden(FieldPath.Of(name), $"updates to {name} are forbidden."));
        }
    }
}
