using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>What the status of a Job may say: its ends exclude each other, come with their times, and are final.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions</remarks>
internal static class JobStatusRules
{
    private static readonly string[] Terminal = ["Failed", "Complete", "FailureTarget"];

    /// <summary>Finds what is wrong with a changed status.</summary>
    public static void Check(JsonObject job, JsonObject old, ErrorList errors)
    {
        var status = new FieldCheck(job.GetObject("status") ?? new JsonObject(), FieldPath.Status, errors);
        status.NonNegative("active", "succeeded", "failed", "ready", "terminating");
        if (status.Child("uncountedTerminatedPods") is { } uncounted) Uncounted(uncounted);
        Conditions(status, job);
        Times(status, job, old);
        Finished(status, job);
        Indexes(status, job);
        if (status.Number("ready") > (status.Number("active") ?? 0)) status.Invalid("ready", "cannot set more ready pods than active");
        foreach (var type in Terminal)
        {
            if (Is(old, type) && !Is(job, type)) Refuse(status, "conditions", $"cannot disable the terminal {type}=True condition");
        }
    }

    private static void Uncounted(FieldCheck uncounted)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<string>)["succeeded", "failed"])
        {
            var uids = uncounted.Texts(list);
            for (var i = 0; i < uids.Count; i++)
            {
                var at = uncounted.At(list).Index(i);
                if (uids[i].Length == 0) uncounted.Errors.Add(FieldError.Invalid(at, "", "must not be empty"));
                else if (!seen.Add(uids[i])) uncounted.Errors.Add(FieldError.Duplicate(at, new JsonString(uids[i])));
            }
        }
    }

    private static void Conditions(FieldCheck status, JsonObject job)
    {
        var (complete, failed) = (Is(job, "Complete"), Is(job, "Failed"));
        if (complete && failed) Refuse(status, "conditions", "cannot set Complete=True and Failed=true conditions");
        if (complete && Is(job, "FailureTarget")) Refuse(status, "conditions", "cannot set Complete=True and FailureTarget=true conditions");
        if (failed && !Is(job, "FailureTarget")) Refuse(status, "conditions", "cannot set Failed=True condition without the FailureTarget=true condition");
        if (complete && !Is(job, "SuccessCriteriaMet")) Refuse(status, "conditions", "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        if (!Is(job, "SuccessCriteriaMet")) return;
        if (failed) Refuse(status, "conditions", "cannot set Failed=True and SuccessCriteriaMet=true conditions");
        if (Is(job, "FailureTarget")) Refuse(status, "conditions", "cannot set SuccessCriteriaMet=true and FailureTarget=true conditions");
    }

    private static void Times(FieldCheck status, JsonObject job, JsonObject old)
    {
        var (complete, finished) = (Is(job, "Complete"), Is(job, "Complete") || Is(job, "Failed"));
        if (status.Has("completionTime") && !complete) status.Invalid("completionTime", "cannot set completionTime when there is no Complete=True condition");
        if (!status.Has("completionTime") && complete) status.Require("completionTime", "completionTime is required for Complete jobs");
        if (finished && !status.Has("startTime")) status.Require("startTime", "startTime is required for finished job");
        if (Timestamps.TryParse(status.Text("startTime"), out var start) && Timestamps.TryParse(status.Text("completionTime"), out var end) && end < start)
            status.Invalid("completionTime", "completionTime cannot be set before startTime");
        var before = old.FindString("status", "startTime");
        if (before is null || job.FindObject("spec")?.GetBool("suspend") == true || status.Text("startTime") == before) return;
        if (!status.Has("startTime")) status.Require("startTime", "startTime cannot be removed for unsuspended job");
        else status.Invalid("startTime", "startTime cannot be updated for unsuspended job");
    }

    private static void Finished(FieldCheck status, JsonObject job)
    {
        if (!Is(job, "Complete") && !Is(job, "Failed")) return;
        if (status.Number("active") > 0) status.Invalid("active", "active>0 is invalid for finished job");
        if (status.Number("terminating") > 0) status.Invalid("terminating", "terminating>0 is invalid for finished job");
        if (status.Child("uncountedTerminatedPods") is { } uncounted && (uncounted.Texts("succeeded").Count > 0 || uncounted.Texts("failed").Count > 0))
            Refuse(status, "uncountedTerminatedPods", "uncountedTerminatedPods needs to be empty for finished job");
    }

    private static void Indexes(FieldCheck status, JsonObject job)
    {
        var spec = job.GetObject("spec") ?? new JsonObject();
        var indexed = spec.GetString("completionMode") == "Indexed";
        var completions = spec.GetInt64("completions") ?? 0;
        foreach (var name in (ReadOnlySpan<string>)["completedIndexes", "failedIndexes"])
        {
            if (status.Text(name).Length > 0 && indexed && SucceededIndexes.Parse(status.Text(name), completions, out _) is { } problem)
                status.Invalid(name, $"error parsing {name}: {problem}");
        }

        if (status.Text("completedIndexes").Length > 0 && !indexed) status.Invalid("completedIndexes", "cannot set non-empty completedIndexes when non-indexed completion mode");
        if (status.Has("failedIndexes") && !spec.Contains("backoffLimitPerIndex")) status.Invalid("failedIndexes", "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
    }

    // Upstream leaves the value out of these messages.
    private static void Refuse(FieldCheck status, string name, string detail) =>
        status.Errors.Add(new FieldError { Type = FieldErrorType.Invalid, Field = status.At(name).ToString(), Detail = detail });

    private static bool Is(JsonObject job, string type)
    {
        foreach (var condition in job.FindArray("status", "conditions") ?? [])
        {
            if (condition.FindString("type") == type && condition.FindString("status") == "True") return true;
        }

        return false;
    }
}
