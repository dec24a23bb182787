using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>The ends of a Job: which exclude each other, which come together, and that they are final.</summary>
internal static class JobConditionRules
{
    private static readonly string[] Terminal = ["Failed", "Complete", "FailureTarget"];

    /// <summary>Checks what changed.</summary>
    public static void Check(FieldCheck status, JsonObject job, JsonObject old)
    {
        bool Now(string type) => Is(job, type);
        bool Changed(string type) => Is(job, type) != Is(old, type);
        var (complete, failed) = (Now("Complete"), Now("Failed"));
        if (complete && failed && (Changed("Complete") || Changed("Failed"))) Refuse(status, "cannot set Complete=True and Failed=true conditions");
        if (complete && Now("FailureTarget") && (Changed("Complete") || Changed("FailureTarget")))
            Refuse(status, "cannot set Complete=True and FailureTarget=true conditions");
        if (failed && !Now("FailureTarget") && (Changed("Failed") || Changed("FailureTarget")))
            Refuse(status, "cannot set Failed=True condition without the FailureTarget=true condition");
        if (complete && !Now("SuccessCriteriaMet") && (Changed("Complete") || Changed("SuccessCriteriaMet")))
            Refuse(status, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        if (Now("SuccessCriteriaMet"))
        {
            if (failed) Refuse(status, "cannot set Failed=True and SuccessCriteriaMet=true conditions");
            if (Now("FailureTarget")) Refuse(status, "cannot set SuccessCriteriaMet=true and FailureTarget=true conditions");
        }

        foreach (var type in Terminal)
        {
            if (Is(old, type) && !Now(type)) Refuse(status, $"cannot disable the terminal {type}=True condition");
        }
    }

    /// <summary>Whether a job has come to an end.</summary>
    public static bool IsFinished(JsonObject job) => Is(job, "Complete") || Is(job, "Failed");

    /// <summary>Whether a condition is true.</summary>
    public static bool Is(JsonObject job, string type)
    {
        foreach (var condition in job.FindArray("status", "conditions") ?? [])
        {
            if (condition.FindString("type") == type && condition.FindString("status") == "True") return true;
        }

        return false;
    }

    // Upstream leaves the value out of these messages.
    private static void Refuse(FieldCheck status, string detail) =>
        status.Errors.Add(new FieldError { Type = FieldErrorType.Invalid, Field = status.At("conditions").ToString(), Detail = detail });
}
