using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Storage.CsiDrivers;

/// <summary>Defaults and checks of CSI drivers.</summary>
/// <remarks>https://kubernetes-csi.github.io/docs/csi-driver-object.html</remarks>
internal static class CsiDriverRules
{
    public static void Default(JsonObject driver)
    {
        var spec = driver.GetOrAddObject("spec");
        spec.SetDefault("attachRequired", true);
        spec.SetDefault("podInfoOnMount", false);
        spec.SetDefault("storageCapacity", false);
        spec.SetDefault("fsGroupPolicy", "ReadWriteOnceWithFSType");
        if (spec.GetArray("volumeLifecycleModes") is not { Count: > 0 }) spec.Set("volumeLifecycleModes", new JsonArray { new JsonString("Persistent") });
        spec.SetDefault("requiresRepublish", false);
        spec.SetDefault("seLinuxMount", false);
    }

    public static void Check(JsonObject driver, ErrorList errors)
    {
        CsiNames.Check(new Metadata(driver).Name, FieldPath.Of("name"), errors);
        var spec = driver.GetObject("spec") ?? new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["attachRequired", "podInfoOnMount", "storageCapacity"])
        {
            if (spec.GetBool(name) is null) errors.Add(FieldError.Required(FieldPath.Spec.Child(name)));
        }

        errors.OneOf(FieldPath.Spec.Child("fsGroupPolicy"), spec.GetString("fsGroupPolicy"), "File", "None", "ReadWriteOnceWithFSType");
        var audiences = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, request) in spec.GetArray("tokenRequests").Items())
        {
            var path = FieldPath.Spec.Child("tokenRequests").Index(index);
            var audience = request.GetString("audience") ?? "";
            if (!audiences.Add(audience))
            {
                errors.Add(FieldError.Duplicate(path.Child("audience"), new JsonString(audience)));
                continue;
            }

            if (request.GetInt64("expirationSeconds") is not { } seconds) continue;
            if (seconds < 600) errors.Add(FieldError.Invalid(path.Child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"));
            if (seconds > 1L << 32) errors.Add(FieldError.Invalid(path.Child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"));
        }

        if (spec.GetInt64("nodeAllocatableUpdatePeriodSeconds") is < 10 and var period)
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("nodeAllocatableUpdatePeriodSeconds"), period, "must be greater than or equal to 10 seconds"));
        foreach (var (_, mode) in spec.GetArray("volumeLifecycleModes").Texts())
        {
            errors.OneOf(FieldPath.Spec.Child("volumeLifecycleModes"), mode, "Persistent", "Ephemeral");
        }
    }

    /// <summary>A driver starts without a generation; what may change of it counts from there.</summary>
    public static void Prepare(JsonObject driver) => new Metadata(driver).Generation = 0;

    public static void CheckUpdate(JsonObject driver, JsonObject old, ErrorList errors)
    {
        var (spec, before) = (driver.GetObject("spec") ?? new JsonObject(), old.GetObject("spec") ?? new JsonObject());
        // In the order and under the names that upstream reports them.
        errors.Immutable(FieldPath.Spec.Child("attachedRequired"), spec["attachRequired"], before["attachRequired"]);
        errors.Immutable(FieldPath.Spec.Child("volumeLifecycleModes"), spec["volumeLifecycleModes"], before["volumeLifecycleModes"]);
    }
}
