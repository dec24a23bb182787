using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>The names of drivers, and of the attributes that drivers define.</summary>
internal static class DeviceNames
{
    private const int LongestDriver = 63;
    private const int LongestIdentifier = 32;

    public static void CheckDriver(string name, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        if (name.Length > LongestDriver) errors.Add(FieldError.TooLong(path, LongestDriver));
        errors.AddInvalid(path, name, StringValidators.Dns1123Subdomain(name));
    }

    /// <summary>A name with a domain or without.</summary>
    public static void CheckQualified(string name, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(path, "name required"));
            return;
        }

        var parts = name.Split('/', 2);
        if (parts.Length == 1)
        {
            CheckIdentifier(name, path, errors);
            return;
        }

        if (parts[0].Length == 0) errors.Add(FieldError.Required(path, "the domain must not be empty"));
        else CheckDriver(parts[0], path, errors);
        if (parts[1].Length == 0) errors.Add(FieldError.Required(path, "the name must not be empty"));
        else CheckIdentifier(parts[1], path, errors);
    }

    /// <summary>A name that must have a domain.</summary>
    public static void CheckFullyQualified(string name, FieldPath path, ErrorList errors)
    {
        CheckQualified(name, path, errors);
        if (!name.Contains('/', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(path, name, "a fully qualified name must be a domain and a name separated by a slash"));
    }

    private static void CheckIdentifier(string name, FieldPath path, ErrorList errors)
    {
        if (name.Length > LongestIdentifier) errors.Add(FieldError.TooLong(path, LongestIdentifier));
        errors.AddInvalid(path, name, StringValidators.CIdentifier(name));
    }
}
