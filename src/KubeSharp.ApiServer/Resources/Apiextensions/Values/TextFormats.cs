using System.Collections.Frozen;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>
/// The formats of strings that schemas may ask for (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation);
/// others are ignored. Dashes in a format's name do not count.
/// </summary>
internal static class TextFormats
{
    private static readonly FrozenDictionary<string, Func<string, bool>> Checks = new Dictionary<string, Func<string, bool>>
    {
        ["bsonobjectid"] = static text => text.Length == 24 && text.All(char.IsAsciiHexDigit),
        ["uri"] = UriFormat.IsRequestUri,
        ["email"] = EmailFormat.IsAddress,
        ["hostname"] = NetworkFormats.IsHostname,
        ["ipv4"] = NetworkFormats.IsIpv4,
        ["ipv6"] = NetworkFormats.IsIpv6,
        ["cidr"] = NetworkFormats.IsCidr,
        ["mac"] = NetworkFormats.IsMac,
        ["uuid"] = static text => NumberFormats.IsUuid(text, '\0'),
        ["uuid3"] = static text => NumberFormats.IsUuid(text, '3'),
        ["uuid4"] = static text => NumberFormats.IsUuid(text, '4'),
        ["uuid5"] = static text => NumberFormats.IsUuid(text, '5'),
        ["isbn"] = static text => NumberFormats.IsIsbn10(text) || NumberFormats.IsIsbn13(text),
        ["isbn10"] = NumberFormats.IsIsbn10,
        ["isbn13"] = NumberFormats.IsIsbn13,
        ["creditcard"] = NumberFormats.IsCreditCard,
        ["ssn"] = NumberFormats.IsSocialSecurityNumber,
        ["hexcolor"] = ColorFormats.IsHex,
        ["rgbcolor"] = ColorFormats.IsRgb,
        ["byte"] = NumberFormats.IsBase64,
        ["password"] = static _ => true,
        ["date"] = TimeFormats.IsDate,
        ["duration"] = TimeFormats.IsDuration,
        ["datetime"] = TimeFormats.IsDateTime,
        ["k8sshortname"] = static text => StringValidators.Dns1123Label(text).Length == 0,
        ["k8slongname"] = static text => StringValidators.Dns1123Subdomain(text).Length == 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a format means something for a type; the type is empty where it is not said, or where it is more than one.</summary>
    public static bool IsRecognized(string format, string type) => format.Length == 0 || type switch
    {
        "" or "string" => Normal(format) is "quantity" || Checks.ContainsKey(Normal(format)),
        "integer" => format is "int32" or "int64",
        "number" => format is "float" or "double",
        _ => false,
    };

    /// <summary>Whether a string has a format; one that is not known fits everything.</summary>
    public static bool Fits(string format, string text) => !Checks.TryGetValue(Normal(format), out var check) || check(text);

    private static string Normal(string format) => format.Contains('-', StringComparison.Ordinal) ? format.Replace("-", "", StringComparison.Ordinal) : format;
}
