using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Rules;

/// <summary>Faults of an object with which its rules in CEL are not run: what they look at may not have the right form.</summary>
internal static class BlockingFaults
{
    /// <summary>What is said in place of the rules' own faults.</summary>
    public static FieldError NotChecked => new()
    {
        Type = FieldErrorType.Invalid,
        Field = "<nil>",
        Value = JsonNull.Instance.ToString(),
        Detail = "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
    };

    public static bool Any(ErrorList errors)
    {
        foreach (var error in errors)
        {
            if (error.Type is FieldErrorType.NotSupported or FieldErrorType.Required or FieldErrorType.TooLong or FieldErrorType.TooMany or FieldErrorType.TypeInvalid)
                return true;
        }

        return false;
    }
}
