using System.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>The names of drivers, pools and shares, and of the attributes that drivers define.</summary>
internal static class DeviceNames
{
    private const int LongestDriver = 63;
    private const int LongestIdentifier = 32;
    private const int LongestPool = 253;
    private const int UuidLength = 36;

    /// <summary>A driver is named as a domain, in any case.</summary>
    public static void CheckDriver(string name, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        if (Encoding.UTF8.GetByteCount(name) > LongestDriver) errors.Add(FieldError.TooLong(path, LongestDriver));
        errors.AddInvalid(path, name, StringValidators.Dns1123Subdomain(name.ToLowerInvariant()));
    }

    /// <summary>A pool has one or more names with slashes between them.</summary>
    public static void CheckPool(string name, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        if (Encoding.UTF8.GetByteCount(name) > LongestPool) errors.Add(FieldError.TooLong(path, LongestPool));
        foreach (var part in name.Split('/')) errors.AddInvalid(path, part, StringValidators.Dns1123Subdomain(part));
    }

    /// <summary>A share of a device is known by a UUID in its usual form.</summary>
    public static void CheckShare(string id, FieldPath path, ErrorList errors)
    {
        if (id.Length is not (UuidLength or UuidLength - 4 or UuidLength + 2 or UuidLength + 9))
            errors.Add(FieldError.Invalid(path, id, $"error validating uid: invalid UUID length: {Encoding.UTF8.GetByteCount(id)}"));
        else if (!Guid.TryParse(id.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? id[9..] : id, out _))
            errors.Add(FieldError.Invalid(path, id, "error validating uid: invalid UUID format"));
        else if (id.Length != UuidLength || id.Any(char.IsAsciiLetterUpper))
        {
            errors.Add(FieldError.Invalid(
                path, id, "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters"));
        }
    }

    /// <summary>A name with a domain or without.</summary>
    public static void CheckQualified(string name, FieldPath path, ErrorList errors)
    {
        var parts = name.Split('/');
        if (parts.Length == 1)
        {
            CheckIdentifier(name, path, errors);
            return;
        }

        if (parts.Length > 2)
        {
            errors.Add(FieldError.Invalid(path, name, "must not contain more than one slash"));
            return;
        }

        if (parts[0].Length == 0) errors.Add(FieldError.Invalid(path, "", "the domain must not be empty"));
        else CheckDriver(parts[0], path, errors);
        if (parts[1].Length == 0) errors.Add(FieldError.Invalid(path, "", "the name must not be empty"));
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
        if (Encoding.UTF8.GetByteCount(name) > LongestIdentifier) errors.Add(FieldError.TooLong(path, LongestIdentifier));
        errors.AddInvalid(path, name, StringValidators.CIdentifier(name));
    }
}
