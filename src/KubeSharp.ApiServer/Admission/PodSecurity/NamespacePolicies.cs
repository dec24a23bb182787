using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>What the labels of a namespace ask for (https://kubernetes.io/docs/concepts/security/pod-security-admission/). Pure.</summary>
/// <param name="Enforce">Pods that violate it are refused.</param>
/// <param name="Warn">Violations are told to the user.</param>
/// <param name="Audit">Violations are noted in the audit log.</param>
internal sealed record NamespacePolicies(PodSecurityPolicy Enforce, PodSecurityPolicy Warn, PodSecurityPolicy Audit)
{
    private const string Prefix = "pod-security.kubernetes.io/";

    /// <summary>The policies in force where nothing is labelled.</summary>
    public static NamespacePolicies None { get; } = new(PodSecurityPolicy.Privileged, PodSecurityPolicy.Privileged, PodSecurityPolicy.Privileged);

    /// <summary>Reads the labels. What cannot be read counts as the strictest for enforcing, and for the rest as nothing.</summary>
    public static NamespacePolicies Read(JsonObject @namespace, ErrorList errors)
    {
        var enforce = Read(@namespace, "enforce", PodSecurityLevel.Restricted, errors);
        var audit = Read(@namespace, "audit", PodSecurityLevel.Privileged, errors);
        var warn = Read(@namespace, "warn", PodSecurityLevel.Privileged, errors);

        // Who enforces without a word about warnings is warned of what would be refused: templates are not refused themselves.
        if (string.IsNullOrEmpty(@namespace.Label(Prefix + "warn")) && enforce.Level > warn.Level)
            warn = enforce;
        return new NamespacePolicies(enforce, warn, audit);
    }

    private static PodSecurityPolicy Read(JsonObject @namespace, string mode, PodSecurityLevel fallback, ErrorList errors)
    {
        var path = FieldPath.Metadata.Child("labels");
        var level = PodSecurityLevel.Privileged;
        var minor = PodSecurityPolicy.Latest;
        if (@namespace.Label(Prefix + mode) is { } levelText && !PodSecurityPolicy.TryParseLevel(levelText, out level))
        {
            level = fallback;
            errors.Add(FieldError.Invalid(path.Key(Prefix + mode), levelText, "must be one of privileged, baseline, restricted"));
        }

        var versionKey = $"{Prefix}{mode}-version";
        if (@namespace.Label(versionKey) is { } versionText && !PodSecurityPolicy.TryParseVersion(versionText, out minor))
        {
            minor = PodSecurityPolicy.Latest;
            errors.Add(FieldError.Invalid(path.Key(versionKey), versionText, "must be \"latest\" or \"v1.x\""));
        }

        return new PodSecurityPolicy(level, minor);
    }
}
