using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.PodSecurity;

/// <summary>What the labels of a namespace ask for (https://kubernetes.io/docs/concepts/security/pod-security-admission/). Pure.</summary>
/// <param name="Enforce">Pods that violate it are refused.</param>
/// <param name="Audit">Violations are noted in the audit log.</param>
/// <param name="Warn">Violations are told to the user.</param>
internal sealed record NamespacePolicies(PodSecurityPolicy Enforce, PodSecurityPolicy Audit, PodSecurityPolicy Warn)
{
    private const string Prefix = "pod-security.kubernetes.io/";

    /// <summary>The policies in force where nothing is labelled or configured.</summary>
    public static NamespacePolicies None { get; } = new(PodSecurityPolicy.Privileged, PodSecurityPolicy.Privileged, PodSecurityPolicy.Privileged);

    /// <summary>Whether nothing is checked at all.</summary>
    public bool IsPrivileged =>
        Enforce.Level == PodSecurityLevel.Privileged && Audit.Level == PodSecurityLevel.Privileged && Warn.Level == PodSecurityLevel.Privileged;

    /// <summary>Reads the <c>defaults</c> of a PodSecurityConfiguration.</summary>
    /// <exception cref="ArgumentException">A level or version is none.</exception>
    public static NamespacePolicies ReadDefaults(JsonObject? defaults)
    {
        return defaults is null ? None : new(Mode("enforce"), Mode("audit"), Mode("warn"));

        PodSecurityPolicy Mode(string mode)
        {
            var (level, minor) = (PodSecurityLevel.Privileged, PodSecurityPolicy.Latest);
            if (defaults.GetString(mode) is { Length: > 0 } levelText && !PodSecurityPolicy.TryParseLevel(levelText, out level))
                throw new ArgumentException($"defaults.{mode}: Invalid value: \"{levelText}\": must be one of privileged, baseline, restricted", nameof(defaults));
            if (defaults.GetString(mode + "-version") is { Length: > 0 } versionText && !PodSecurityPolicy.TryParseVersion(versionText, out minor))
                throw new ArgumentException($"defaults.{mode}-version: Invalid value: \"{versionText}\": must be \"latest\" or \"v1.x\"", nameof(defaults));
            return new PodSecurityPolicy(level, minor);
        }
    }

    /// <summary>Reads the labels. What cannot be read counts as the strictest for enforcing, and for the rest as nothing.</summary>
    public static NamespacePolicies Read(JsonObject @namespace, NamespacePolicies defaults, ErrorList errors)
    {
        var enforce = Read(@namespace, "enforce", defaults.Enforce, PodSecurityLevel.Restricted, errors);
        var audit = Read(@namespace, "audit", defaults.Audit, PodSecurityLevel.Privileged, errors);
        var warn = Read(@namespace, "warn", defaults.Warn, PodSecurityLevel.Privileged, errors);

        // Who enforces without a word about warnings is warned of what would be refused: templates are not refused themselves.
        if (!string.IsNullOrEmpty(@namespace.Label(Prefix + "enforce")) && string.IsNullOrEmpty(@namespace.Label(Prefix + "warn")) && enforce.Level > warn.Level)
            warn = enforce;
        return new NamespacePolicies(enforce, audit, warn);
    }

    /// <summary>The policies that are not privileged, in one line.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        foreach (var (mode, policy) in ((string, PodSecurityPolicy)[])[("enforce", Enforce), ("audit", Audit), ("warn", Warn)])
        {
            if (policy.Level != PodSecurityLevel.Privileged) parts.Add($"{mode}={policy}");
        }

        return string.Join(", ", parts);
    }

    private static PodSecurityPolicy Read(JsonObject @namespace, string mode, PodSecurityPolicy byDefault, PodSecurityLevel fallback, ErrorList errors)
    {
        var path = FieldPath.Metadata.Child("labels");
        var (level, minor) = (byDefault.Level, byDefault.Minor);
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
