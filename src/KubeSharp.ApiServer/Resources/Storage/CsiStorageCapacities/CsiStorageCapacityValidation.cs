using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Storage.CsiStorageCapacities;

/// <summary>Checks of what storage there is in a part of the cluster: only the amount may change.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/storage-capacity/</remarks>
internal static class CsiStorageCapacityValidation
{
    public static void Check(JsonObject capacity, ErrorList errors)
    {
        LabelSelectorValidator.Validate(capacity.GetObject("nodeTopology"), FieldPath.Of("nodeTopology"), errors);
        var name = capacity.GetString("storageClassName") ?? "";
        errors.AddInvalid(FieldPath.Of("storageClassName"), name, StringValidators.Dns1123Subdomain(name));
        errors.NonNegativeQuantity(FieldPath.Of("capacity"), capacity["capacity"]);
    }

    public static void CheckUpdate(JsonObject capacity, JsonObject old, ErrorList errors)
    {
        foreach (var name in (ReadOnlySpan<string>)["nodeTopology", "storageClassName"])
        {
            if (!JsonValue.DeepEquals(capacity[name], old[name])) errors.Add(FieldError.Invalid(FieldPath.Of(name), capacity[name], Checks.ImmutableDetail));
        }
    }
}
