using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Storage.StorageClasses;

/// <summary>Checks of storage classes; nearly nothing of one may change.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/storage-classes/</remarks>
internal static class StorageClassValidation
{
    private const int MaxParameters = 512;
    private const int MaxParametersBytes = 256 * 1024;

    public static void Check(JsonObject storageClass, ErrorList errors)
    {
        var provisioner = storageClass.GetString("provisioner") ?? "";
        errors.RequiredText(FieldPath.Of("provisioner"), provisioner, value => StringValidators.QualifiedName(value.ToLowerInvariant()));
        Parameters(storageClass.GetObject("parameters"), FieldPath.Of("parameters"), true, errors);
        if (storageClass.GetString("reclaimPolicy") is { Length: > 0 } policy) errors.OneOf(FieldPath.Of("reclaimPolicy"), policy, "Delete", "Retain");
        if (storageClass.GetString("volumeBindingMode") is not { } mode) errors.Add(FieldError.Required(FieldPath.Of("volumeBindingMode")));
        else errors.OneOf(FieldPath.Of("volumeBindingMode"), mode, "Immediate", "WaitForFirstConsumer");
        AllowedTopologies.Check(storageClass.GetArray("allowedTopologies"), FieldPath.Of("allowedTopologies"), errors);
    }

    public static void CheckUpdate(JsonObject storageClass, JsonObject old, ErrorList errors)
    {
        errors.Immutable(FieldPath.Of("parameters"), storageClass["parameters"], old["parameters"]);
        foreach (var name in (ReadOnlySpan<string>)["provisioner", "reclaimPolicy", "volumeBindingMode"])
        {
            errors.Immutable(FieldPath.Of(name), storageClass[name], old[name]);
        }
    }

    /// <summary>Parameters of a driver: with names, and not too many.</summary>
    public static void Parameters(JsonObject? parameters, FieldPath path, bool mayBeEmpty, ErrorList errors)
    {
        if (parameters is not { Count: > 0 })
        {
            if (!mayBeEmpty) errors.Add(FieldError.Required(path, "must contain at least one key/value pair"));
            return;
        }

        if (parameters.Count > MaxParameters)
        {
            errors.Add(FieldError.TooLong(path, MaxParameters));
            return;
        }

        var size = parameters.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount((pair.Value as JsonString)?.Value ?? ""));
        if (size > MaxParametersBytes) errors.Add(FieldError.TooLong(path, MaxParametersBytes));
        if (parameters.Contains("")) errors.Add(FieldError.Invalid(path, "", "field can not be empty."));
    }
}
