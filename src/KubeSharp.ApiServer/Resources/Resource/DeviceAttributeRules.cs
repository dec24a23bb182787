using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What the attributes of devices may say: one value of one type.</summary>
internal static partial class DeviceAttributeRules
{
    private const int LongestText = 64;
    private const string OneValue = "exactly one value must be specified";

    private static readonly (string Member, string Go)[] Members =
    [
        ("int", "IntValue"), ("bool", "BoolValue"), ("string", "StringValue"), ("version", "VersionValue"),
        ("ints", "IntValues"), ("bools", "BoolValues"), ("strings", "StringValues"), ("versions", "VersionValues"),
    ];

    public static void Check(JsonObject attribute, FieldPath path, ErrorList errors)
    {
        var set = Members.Count(one => attribute[one.Member] is not (null or JsonNull));
        if (Encoding.UTF8.GetByteCount(attribute.GetString("string") ?? "") > LongestText) errors.Add(FieldError.TooLong(path.Child("string"), LongestText));
        if (attribute.GetString("version") is { } version)
        {
            if (!SemanticVersion().IsMatch(version)) errors.Add(FieldError.Invalid(path.Child("version"), version, "must be a string compatible with semver.org spec 2.0.0"));
            if (Encoding.UTF8.GetByteCount(version) > LongestText) errors.Add(FieldError.TooLong(path.Child("version"), LongestText));
        }

        if (set == 0) errors.Add(FieldError.Invalid(path, "", OneValue));
        if (set <= 1) return;
        var shown = new JsonObject();
        foreach (var (member, name) in Members) shown.Set(name, attribute[member]?.DeepClone() ?? JsonNull.Instance);
        errors.Add(FieldError.Invalid(path, shown, OneValue));
    }

    // https://semver.org/spec/v2.0.0.html
    [GeneratedRegex(
        @"\A(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
        + @"(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex SemanticVersion();
}
