using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Storage;

/// <summary>The names of CSI drivers: domain names of at most 63 characters, in either case.</summary>
internal static class CsiNames
{
    private const int MaxLength = 63;

    /// <summary>Checks a name that must be there.</summary>
    public static void Check(string? name, FieldPath path, ErrorList errors)
    {
        if (string.IsNullOrEmpty(name))
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        if (name.Length > MaxLength) errors.Add(FieldError.TooLong(path, MaxLength));
        errors.AddInvalid(path, name, StringValidators.Dns1123Subdomain(name.ToLowerInvariant()));
    }
}
