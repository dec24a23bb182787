using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>The conditions that tell whether a device can be bound, and those that tell that it cannot.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-binding-conditions</remarks>
internal static class BindingConditionRules
{
    private const int Most = 4;
    private const string Good = "bindingConditions";
    private const string Bad = "bindingFailureConditions";

    public static void Check(JsonObject device, FieldPath path, ErrorList errors)
    {
        var (good, bad) = (device.GetArray(Good), device.GetArray(Bad));
        Names(good, path.Child(Good), errors);
        Names(bad, path.Child(Bad), errors);
        DeviceLists.Once(good.Texts(), path.Child(Good), errors);
        DeviceLists.Once(bad.Texts(), path.Child(Bad), errors);
        var expected = good.Texts().Select(condition => condition.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var (index, condition) in bad.Texts())
        {
            if (expected.Contains(condition))
                errors.Add(FieldError.Invalid(path.Child(Bad).Index(index), condition, "bindingFailureConditions must not overlap with bindingConditions"));
        }

        if (bad is { Count: > 0 } && good is not { Count: > 0 })
            errors.Add(FieldError.Invalid(path.Child(Good), (JsonValue?)good, "bindingConditions are required to use bindingFailureConditions"));
        if (good is { Count: > 0 } && bad is not { Count: > 0 })
            errors.Add(FieldError.Invalid(path.Child(Bad), (JsonValue?)bad, "bindingFailureConditions are required to use bindingConditions"));
    }

    private static void Names(JsonArray? conditions, FieldPath path, ErrorList errors)
    {
        if (!DeviceLists.Fits(conditions?.Count ?? 0, Most, path, errors)) return;
        foreach (var (index, condition) in conditions.Texts()) errors.AddInvalid(path.Index(index), condition, StringValidators.QualifiedName(condition));
    }
}
