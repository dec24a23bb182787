using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>The rules for the specification of a Job; also for those that a CronJob makes.</summary>
internal static class JobRules
{
    private const int MaxIndexes = 100_000;
    private const int MostOfMany = 10_000;
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
        if (pod.Text("restartPolicy") is "" or "Always")
            spec.Errors.Add(FieldError.Required(pod.At("restartPolicy"), "valid values: \"OnFailure\", \"Never\""));
        else if (pod.Text("restartPolicy") is not ("OnFailure" or "Never")) pod.OneOf("restartPolicy", "OnFailure", "Never");
        else if (spec.Has("podFailurePolicy") && pod.Text("restartPolicy") != "Never")
            pod.Invalid("restartPolicy", "only \"Never\" is supported when podFailurePolicy is specified");
    }

    /// <summary>The pods of an indexed job are called after it and their index: the longest of these must do as the name of a host.</summary>
    public static void CheckHostnames(JsonObject job, ErrorList errors)
    {
        if (job.FindString("spec", "completionMode") != "Indexed" || job.GetObject("spec")?.GetInt64("completions") is not (> 0 and var completions)) return;
        var name = new Metadata(job).Name;
        var longest = $"{name}-{completions - 1}";
        if (StringValidators.Dns1123Label(longest).Length > 0)
            errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("name"), name, $"will not able to create pod with invalid DNS label: {longest}"));
    }

    /// <summary>Warns of jobs so large that the indexes of what failed may not all be kept.</summary>
    public static void Warn(JsonObject? spec, FieldPath path, Action<string> warn)
    {
        if (spec?.GetString("completionMode") == "Indexed" && spec.GetInt64("completions") > MaxIndexes && spec.GetInt64("parallelism") > MostOfMany)
        {
            warn($"{path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
                + "Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
        }
    }

    private static void ManagedBy(FieldCheck spec)
    {
        var name = spec.Text("managedBy");
        DomainPaths.Check(name, spec.At("managedBy"), spec.Errors);
        if (name.Length > 63) spec.Errors.Add(FieldError.TooLong(spec.At("managedBy"), 63));
    }

    private static void Indexes(FieldCheck spec)
    {
        if (spec.Has("maxFailedIndexes") && !spec.Has("backoffLimitPerIndex"))
            spec.Errors.Add(FieldError.Required(spec.At("backoffLimitPerIndex"), "when maxFailedIndexes is specified"));
        if (spec.Text("completionMode") != "Indexed")
        {
            if (spec.Text("completionMode") is not ("" or "NonIndexed")) return;
            if (spec.Has("backoffLimitPerIndex")) spec.Invalid("backoffLimitPerIndex", NeedsIndexes);
            if (spec.Has("maxFailedIndexes")) spec.Invalid("maxFailedIndexes", NeedsIndexes);
            return;
        }

        if (!spec.Has("completions")) spec.Errors.Add(FieldError.Required(spec.At("completions"), "when completion mode is Indexed"));
        if (spec.Number("parallelism") > MaxIndexes) spec.Invalid("parallelism", $"must be less than or equal to {MaxIndexes} when completion mode is Indexed");
        if (spec.Number("maxFailedIndexes") > spec.Number("completions")) spec.Invalid("maxFailedIndexes", "must be less than or equal to completions");
        if (spec.Number("maxFailedIndexes") > MaxIndexes) spec.Invalid("maxFailedIndexes", $"must be less than or equal to {MaxIndexes}");
        if (spec.Number("completions") > MaxIndexes && spec.Has("backoffLimitPerIndex")) ManyIndexes(spec);
    }

    // What went wrong is kept for each index: of very many, only some may fail and run at once.
    private static void ManyIndexes(FieldCheck spec)
    {
        var least = $"when completions are above {MaxIndexes} and used with backoff limit per index";
        if (!spec.Has("maxFailedIndexes"))
            spec.Errors.Add(FieldError.Required(spec.At("maxFailedIndexes"), $"must be specified when completions is above {MaxIndexes}"));
        foreach (var name in (ReadOnlySpan<string>)["parallelism", "maxFailedIndexes"])
        {
            if (spec.Number(name) > MostOfMany) spec.Invalid(name, $"must be less than or equal to {MostOfMany} {least}");
        }
    }
}
