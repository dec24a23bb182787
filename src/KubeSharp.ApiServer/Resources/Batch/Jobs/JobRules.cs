using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>The rules for the specification of a Job; also for those that a CronJob makes.</summary>
internal static class JobRules
{
    private const int MaxIndexes = 100_000;
    private const string NeedsIndexes = "requires indexed completion mode";

    /// <summary>Finds what is wrong.</summary>
    public static void Check(FieldCheck spec)
    {
        spec.NonNegative(
            "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes");
        if (spec.Has("managedBy")) ManagedBy(spec);
        spec.OneOf("completionMode", "NonIndexed", "Indexed");
        Indexes(spec);
        spec.OneOf("podReplacementPolicy", spec.Has("podFailurePolicy") ? ["Failed"] : ["Failed", "TerminatingOrFailed"]);
        JobPolicyRules.Failure(spec);
        JobPolicyRules.Success(spec);
        var template = spec.ChildOrEmpty("template");
        PodTemplateRules.Check(template);
        var pod = template.ChildOrEmpty("spec");
        if (pod.Text("restartPolicy") is not ("OnFailure" or "Never"))
            spec.Errors.Add(FieldError.Required(pod.At("restartPolicy"), "valid values: \"OnFailure\", \"Never\""));
        else if (spec.Has("podFailurePolicy") && pod.Text("restartPolicy") != "Never")
            pod.Invalid("restartPolicy", "only \"Never\" is supported when podFailurePolicy is specified");
    }

    private static void ManagedBy(FieldCheck spec)
    {
        var name = spec.Text("managedBy");
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (name.Length > 63) spec.Errors.Add(FieldError.TooLong(spec.At("managedBy"), 63));
        if (slash <= 0 || slash == name.Length - 1) spec.Invalid("managedBy", "must be a domain-prefixed path (such as \"acme.io/foo\")");
        else spec.Messages("managedBy", StringValidators.Dns1123Subdomain(name[..slash]));
    }

    private static void Indexes(FieldCheck spec)
    {
        if (spec.Has("maxFailedIndexes") && !spec.Has("backoffLimitPerIndex"))
            spec.Errors.Add(FieldError.Required(spec.At("backoffLimitPerIndex"), "when maxFailedIndexes is specified"));
        if (spec.Text("completionMode") != "Indexed")
        {
            if (spec.Has("backoffLimitPerIndex")) spec.Invalid("backoffLimitPerIndex", NeedsIndexes);
            if (spec.Has("maxFailedIndexes")) spec.Invalid("maxFailedIndexes", NeedsIndexes);
            return;
        }

        if (!spec.Has("completions")) spec.Errors.Add(FieldError.Required(spec.At("completions"), "when completion mode is Indexed"));
        if (spec.Number("parallelism") > MaxIndexes) spec.Invalid("parallelism", $"must be less than or equal to {MaxIndexes} when completion mode is Indexed");
        if (spec.Number("maxFailedIndexes") > spec.Number("completions")) spec.Invalid("maxFailedIndexes", "must be less than or equal to completions");
    }
}
