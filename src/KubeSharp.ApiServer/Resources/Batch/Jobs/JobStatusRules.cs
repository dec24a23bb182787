using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>What the status of a Job may say: its ends exclude each other, come with their times, and are final.</summary>
/// <remarks>
/// https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions. Most rules look only at what a request changes: what a status
/// says already may stay while something else is written.
/// </remarks>
internal static class JobStatusRules
{
    /// <summary>Checks the status of <paramref name="job"/> against the one that was there.</summary>
    public static void Check(JsonObject job, JsonObject old, ErrorList errors)
    {
        var status = new FieldCheck(job.GetObject("status") ?? new JsonObject(), FieldPath.Status, errors);
        var before = old.GetObject("status") ?? new JsonObject();
        status.NonNegative("active", "succeeded", "failed", "ready", "terminating");
        if (status.Child("uncountedTerminatedPods") is { } uncounted) Uncounted(uncounted);
        JobConditionRules.Check(status, job, old);
        Times(status, job, old);
        Finished(status, job, old, before);
        Indexes(status, job, before);
        Counters(status, job, before);
    }

    private static bool Changed(FieldCheck status, JsonObject before, string name) => !Shared.Checks.Same(status.Value[name], before[name]);

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

    private static void Times(FieldCheck status, JsonObject job, JsonObject old)
    {
        var before = old.GetObject("status") ?? new JsonObject();
        var complete = JobConditionRules.Is(job, "Complete");
        var (startChanged, endChanged) = (Changed(status, before, "startTime"), Changed(status, before, "completionTime"));
        if (endChanged || complete != JobConditionRules.Is(old, "Complete"))
        {
            if (status.Has("completionTime") && !complete) status.Invalid("completionTime", "cannot set completionTime when there is no Complete=True condition");
            if (!status.Has("completionTime") && complete) status.Require("completionTime", "completionTime is required for Complete jobs");
        }

        var finished = JobConditionRules.IsFinished(job);
        var nothingToDo = job.GetObject("spec")?.GetBool("suspend") == true && job.GetObject("spec")?.GetInt64("completions") == 0;
        if (finished && !status.Has("startTime") && (startChanged || finished != JobConditionRules.IsFinished(old)) && !nothingToDo)
            status.Require("startTime", "startTime is required for finished job");
        if ((startChanged || endChanged) && Timestamps.TryParse(status.Text("startTime"), out var start)
            && Timestamps.TryParse(status.Text("completionTime"), out var end) && end < start)
            status.Invalid("completionTime", "completionTime cannot be set before startTime");
        if (endChanged && status.Has("completionTime") && before.GetString("completionTime") is not null) status.Invalid("completionTime", "completionTime cannot be mutated");
        if (!startChanged || before.GetString("startTime") is null || job.GetObject("spec")?.GetBool("suspend") == true) return;
        if (!status.Has("startTime")) status.Require("startTime", "startTime cannot be removed for unsuspended job");
        else status.Invalid("startTime", "startTime cannot be updated for unsuspended job");
    }

    private static void Finished(FieldCheck status, JsonObject job, JsonObject old, JsonObject before)
    {
        if (!JobConditionRules.IsFinished(job)) return;
        var just = !JobConditionRules.IsFinished(old);
        foreach (var name in (ReadOnlySpan<string>)["active", "terminating"])
        {
            if (status.Number(name) > 0 && (just || Changed(status, before, name))) status.Invalid(name, $"{name}>0 is invalid for finished job");
        }

        if (status.Child("uncountedTerminatedPods") is { } uncounted && (just || Changed(status, before, "uncountedTerminatedPods")))
        {
            var shown = new JsonObject { { "Succeeded", uncounted.Value["succeeded"] ?? JsonNull.Instance }, { "Failed", uncounted.Value["failed"] ?? JsonNull.Instance } };
            status.Errors.Add(FieldError.Invalid(uncounted.Path, shown, "uncountedTerminatedPods needs to be empty for finished job"));
        }
    }

    private static void Indexes(FieldCheck status, JsonObject job, JsonObject before)
    {
        var spec = job.GetObject("spec") ?? new JsonObject();
        var (completedChanged, failedChanged) = (Changed(status, before, "completedIndexes"), Changed(status, before, "failedIndexes"));
        var perIndex = spec.Contains("backoffLimitPerIndex");
        if (spec.GetInt64("completions") is { } completions)
        {
            if (completedChanged) Readable(status, "completedIndexes", completions);
            if (failedChanged && perIndex) Readable(status, "failedIndexes", completions);
            if ((completedChanged || failedChanged)
                && SucceededIndexes.Overlap(status.Text("completedIndexes"), status.Text("failedIndexes"), completions) is { } index)
                status.Invalid("failedIndexes", $"failedIndexes and completedIndexes overlap at index: {index}");
        }

        if (completedChanged && status.Text("completedIndexes").Length > 0 && spec.GetString("completionMode") != "Indexed")
            status.Invalid("completedIndexes", "cannot set non-empty completedIndexes when non-indexed completion mode");
        if (failedChanged && status.Has("failedIndexes") && !perIndex)
            status.Invalid("failedIndexes", "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
    }

    private static void Readable(FieldCheck status, string name, long completions)
    {
        if (SucceededIndexes.Parse(status.Text(name), completions, out _) is { } problem) status.Invalid(name, $"error parsing {name}: {problem}");
    }

    private static void Counters(FieldCheck status, JsonObject job, JsonObject before)
    {
        if (status.Number("ready") > (status.Number("active") ?? 0) && (Changed(status, before, "ready") || Changed(status, before, "active")))
            status.Invalid("ready", "cannot set more ready pods than active");
        Grows(status, before, "failed");
        var spec = job.GetObject("spec") ?? new JsonObject();
        // A job whose indexes all run at once may be made smaller: the indexes that are gone count no more.
        if (spec.GetString("completionMode") != "Indexed" || spec.GetInt64("completions") != spec.GetInt64("parallelism")) Grows(status, before, "succeeded");
    }

    private static void Grows(FieldCheck status, JsonObject before, string name)
    {
        var now = status.Number(name) ?? 0;
        if (now < (before.GetInt64(name) ?? 0)) status.Errors.Add(FieldError.Invalid(status.At(name), now, $"cannot decrease the {name} counter"));
    }
}
