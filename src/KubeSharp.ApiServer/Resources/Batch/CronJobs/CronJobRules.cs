using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Batch.Jobs;

namespace KubeSharp.ApiServer.Resources.Batch.CronJobs;

/// <summary>The rules for CronJobs.</summary>
internal static partial class CronJobRules
{
    // The controller adds eleven characters to make the names of jobs.
    private const int MaxName = 52;

    /// <summary>Finds what is wrong.</summary>
    public static void Check(FieldCheck spec, string name)
    {
        if (name.Length > MaxName) spec.Errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("name"), name, $"must be no more than {MaxName} characters"));
        Schedule(spec);
        spec.NonNegative("startingDeadlineSeconds");
        if (spec.Require("concurrencyPolicy")) spec.OneOf("concurrencyPolicy", "Allow", "Forbid", "Replace");
        spec.NonNegative("successfulJobsHistoryLimit", "failedJobsHistoryLimit");
        var job = spec.ChildOrEmpty("jobTemplate").ChildOrEmpty("spec");
        if (job.Has("selector")) job.Invalid("selector", "`selector` will be auto-generated");
        if (job.Flag("manualSelector")) job.Errors.Add(FieldError.NotSupported(job.At("manualSelector"), job.Value["manualSelector"], ["nil", "false"]));
        JobRules.Check(job);
    }

    private static void Schedule(FieldCheck spec)
    {
        var schedule = spec.Text("schedule");
        if (spec.Require("schedule"))
        {
            if (CronSyntax.Problem(schedule) is { } problem) spec.Invalid("schedule", problem);
            if (schedule.Contains("TZ", StringComparison.Ordinal)) spec.Invalid("schedule", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }

        if (!spec.Has("timeZone")) return;
        var zone = spec.Text("timeZone");
        if (zone.Length == 0)
        {
            spec.Invalid("timeZone", "timeZone must be nil or non-empty string");
            return;
        }

        if (zone.Split('/').Any(part => part is "." or ".." || part.StartsWith('-') || !ZonePart().IsMatch(part)))
        {
            spec.Invalid("timeZone", "unknown time zone " + zone);
            return;
        }

        if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase)) spec.Invalid("timeZone", "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        if (zone != "Local" && !CronSyntax.IsZone(zone)) spec.Invalid("timeZone", "unknown time zone " + zone);
    }

    // https://data.iana.org/time-zones/theory.html#naming
    [GeneratedRegex(@"\A[A-Za-z._0-9+-]{1,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZonePart();
}
