using System.Globalization;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.Cel.Text;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>A format by name, with the check that says what is wrong with a text.</summary>
internal sealed class FormatValue(string name, Func<string, string[]> check) : ICelOpaque
{
    /// <summary>The length that the formats' regular expressions are taken to have when costs are counted.</summary>
    public const int RegexSize = 60;

    /// <summary>No format takes a longer text, when formats are compared.</summary>
    public const int MaxSize = 64;

    public static readonly CelType CelType = CelType.Opaque("kubernetes.NamedFormat");

    /// <summary>All formats.</summary>
    public static readonly FormatValue[] All =
    [
        new("dns1123Label", StringValidators.Dns1123Label),
        new("dns1123Subdomain", StringValidators.Dns1123Subdomain),
        new("dns1035Label", StringValidators.Dns1035Label),
        new("qualifiedName", StringValidators.QualifiedName),
        new("dns1123LabelPrefix", static s => NameChecks.DnsLabel(s, prefix: true)),
        new("dns1123SubdomainPrefix", static s => NameChecks.DnsSubdomain(s, prefix: true)),
        new("dns1035LabelPrefix", static s => NameChecks.Dns1035Label(s, prefix: true)),
        new("labelValue", StringValidators.LabelValue),
        new("uri", static s => UrlValue.Parse(s, out var fault) is null ? [fault] : []),
        new("uuid", static s => IsUuid(s) ? [] : ["does not match the UUID format"]),
        new("byte", static s => Base64.TryDecode(s, out _) ? [] : ["invalid base64"]),
        new("date", static s => DateTime.TryParseExact(s, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? [] : ["invalid date"]),
        new("datetime", static s => Timestamps.TryParse(s, out _) ? [] : ["invalid datetime"]),
    ];

    public string Name => name;

    public CelType Type => CelType;

    /// <summary>What is wrong with a text; empty when nothing is.</summary>
    public string[] Check(string text) => check(text);

    private static bool IsUuid(string text) => text.Length is 32 or 36 &&
        (Guid.TryParseExact(text, "D", out _) || Guid.TryParseExact(text, "N", out _));
}
