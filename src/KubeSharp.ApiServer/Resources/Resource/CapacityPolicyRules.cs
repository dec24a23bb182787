using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>How much of a capacity one request may take of a device that several share: certain amounts, or a range in steps.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#consumable-capacity</remarks>
internal static class CapacityPolicyRules
{
    private const int MostValues = 10;

    public static void Check(JsonObject capacity, bool shared, FieldPath path, ErrorList errors)
    {
        if (capacity.GetObject("requestPolicy") is not { } policy) return;
        var at = path.Child("requestPolicy");
        if (!shared)
        {
            errors.Add(FieldError.Forbidden(at, "allowMultipleAllocations must be true"));
            return;
        }

        var (values, range) = (policy.GetArray("validValues") ?? [], policy.GetObject("validRange"));
        if (values.Count > 0 && range is not null)
        {
            errors.Add(FieldError.Forbidden(at, "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at the same time"));
            return;
        }

        if (values.Count == 0 && range is null) return;
        var all = Checks.Amount(capacity["value"]) ?? default;
        if (Checks.Amount(policy["default"]) is not { } usual)
            errors.Add(FieldError.Required(at.Child("default"), $"required when {(values.Count > 0 ? "validValues" : "validRange")} is defined"));
        else if (range is not null) Range(range, usual, all, at.Child("validRange"), errors);
        else Values(values, usual, all, at.Child("validValues"), errors);
    }

    private static void Values(JsonArray values, Quantity usual, Quantity all, FieldPath path, ErrorList errors)
    {
        Quantity[] amounts = [.. values.Select(value => Checks.Amount(value) ?? default)];
        for (var i = 1; i < amounts.Length; i++)
        {
            if (amounts[i - 1] > amounts[i]) errors.Add(FieldError.Invalid(path.Index(i), amounts[i].ToString(), "values must be sorted in ascending order"));
        }

        // A list that is too long is not looked into, so that the default is not found either.
        var fits = DeviceLists.Fits(amounts.Length, MostValues, path, errors);
        for (var i = 0; fits && i < amounts.Length; i++)
        {
            if (amounts[i] > all) errors.Add(FieldError.Invalid(path.Index(i), amounts[i].ToString(), $"option is larger than capacity value: {all}"));
        }

        if (fits) DeviceLists.Once(amounts.Select((amount, index) => (index, $"{amount.Value}")), path, errors);
        if (!fits || !amounts.Contains(usual)) errors.Add(FieldError.Invalid(path, usual.ToString(), "default value is not valid according to the requestPolicy"));
    }

    private static void Range(JsonObject range, Quantity usual, Quantity all, FieldPath path, ErrorList errors)
    {
        if (Checks.Amount(range["min"]) is not { } min)
        {
            errors.Add(FieldError.Required(path.Child("min"), "required when validRange is defined"));
            return;
        }

        if (min > all) errors.Add(FieldError.Invalid(path.Child("min"), min.ToString(), $"min is larger than capacity value: {all}"));
        if (usual < min) errors.Add(FieldError.Invalid(path.Child("min"), usual.ToString(), $"default is less than min: {min}"));
        var most = Checks.Amount(range["max"]);
        if (most is { } max)
        {
            if (min > max) errors.Add(FieldError.Invalid(path.Child("max"), min.ToString(), $"min is larger than max: {max}"));
            if (max > all) errors.Add(FieldError.Invalid(path.Child("max"), max.ToString(), $"max is larger than capacity value: {all}"));
            if (usual > max) errors.Add(FieldError.Invalid(path.Child("max"), usual.ToString(), $"default is more than max: {max}"));
        }

        if (Checks.Amount(range["step"]) is not { } step) return;
        var at = path.Child("step");
        if (step.Sign <= 0)
        {
            errors.Add(FieldError.Invalid(at, step.ToString(), "must be greater than zero"));
            return;
        }

        if (min + step > all) errors.Add(FieldError.Invalid(at, step.ToString(), $"one step {min + step} is larger than capacity value: {all}"));
        Step(usual);
        if (most is { } last) Step(last);

        void Step(Quantity value)
        {
            if ((value.Value - min.Value) % step.Value != 0)
                errors.Add(FieldError.Invalid(at, value.ToString(), $"value is not a multiple of a given step ({step}) from ({min})"));
        }
    }
}
