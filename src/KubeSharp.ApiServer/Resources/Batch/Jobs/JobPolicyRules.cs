using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>The rules for what ends a Job early: its pod failure policy and its success policy.</summary>
internal static class JobPolicyRules
{
    private const int LongestIndexes = 64 * 1024;

    /// <summary>Checks the pod failure policy.</summary>
    public static void Failure(FieldCheck spec)
    {
        if (spec.Child("podFailurePolicy") is not { } policy) return;
        if (policy.Items("rules").Count > 20) policy.Errors.Add(FieldError.TooMany(policy.At("rules"), policy.Items("rules").Count, 20));
        var containers = spec.ChildOrEmpty("template").ChildOrEmpty("spec");
        var names = containers.Items("containers").Concat(containers.Items("initContainers")).Select(container => container.Text("name")).ToHashSet();
        foreach (var rule in policy.Items("rules"))
        {
            if (rule.Require("action", "valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]")) rule.OneOf("action", "Count", "FailIndex", "FailJob", "Ignore");
            if (rule.Text("action") == "FailIndex" && !spec.Has("backoffLimitPerIndex")) rule.Invalid("action", "requires the backoffLimitPerIndex to be set");
            if (rule.Child("onExitCodes") is { } codes) ExitCodes(codes, names);
            if (rule.Items("onPodConditions").Count > 20) rule.Errors.Add(FieldError.TooMany(rule.At("onPodConditions"), rule.Items("onPodConditions").Count, 20));
            foreach (var condition in rule.Items("onPodConditions"))
            {
                condition.Messages("type", StringValidators.QualifiedName(condition.Text("type")));
                if (condition.Require("status")) condition.OneOf("status", "False", "True", "Unknown");
            }

            var (exit, conditions) = (rule.Has("onExitCodes"), rule.Items("onPodConditions").Count > 0);
            if (exit && conditions)
                rule.Errors.Add(FieldError.InvalidRaw(rule.Path, "specifying both OnExitCodes and OnPodConditions is not supported", ""));
            if (!exit && !conditions)
                rule.Errors.Add(FieldError.InvalidRaw(rule.Path, "specifying one of OnExitCodes and OnPodConditions is required", ""));
        }
    }

    /// <summary>Checks the success policy.</summary>
    public static void Success(FieldCheck spec)
    {
        if (spec.Child("successPolicy") is not { } policy) return;
        if (spec.Text("completionMode") != "Indexed")
        {
            JsonValue rules = policy.Value.GetArray("rules") is null
                ? JsonNull.Instance
                : new JsonArray(policy.Items("rules").Select(rule => InternalForm.Of(rule.Value, "succeededIndexes", "succeededCount")));
            policy.Errors.Add(FieldError.Invalid(policy.Path, new JsonObject { { "Rules", rules } }, "requires indexed completion mode"));
            return;
        }

        if (policy.Items("rules").Count == 0) policy.Errors.Add(FieldError.Required(policy.At("rules"), "at least one rules must be specified when the successPolicy is specified"));
        if (policy.Items("rules").Count > 20) policy.Errors.Add(FieldError.TooMany(policy.At("rules"), policy.Items("rules").Count, 20));
        foreach (var rule in policy.Items("rules")) SuccessRule(rule, spec.Number("completions"));
    }

    private static void ExitCodes(FieldCheck codes, HashSet<string> containers)
    {
        if (codes.Require("operator", "valid values: [\"In\" \"NotIn\"]")) codes.OneOf("operator", "In", "NotIn");
        if (codes.Has("containerName") && !containers.Contains(codes.Text("containerName")))
            codes.Invalid("containerName", "must be one of the container or initContainer names in the pod template");
        var values = codes.Value.GetArray("values") ?? [];
        if (values.Count == 0) codes.Errors.Add(FieldError.Invalid(codes.At("values"), codes.Value["values"], "at least one value is required"));
        if (values.Count > 255) codes.Errors.Add(FieldError.TooMany(codes.At("values"), values.Count, 255));
        var seen = new HashSet<long>();
        var last = long.MinValue;
        var ordered = true;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not JsonNumber number || !number.TryGetInt64(out var code)) continue;
            if (code == 0 && codes.Text("operator") == "In") codes.Errors.Add(FieldError.Invalid(codes.At("values").Index(i), 0, "must not be 0 for the In operator"));
            if (!seen.Add(code)) codes.Errors.Add(FieldError.Duplicate(codes.At("values").Index(i), code));
            ordered &= code >= last;
            last = code;
        }

        if (!ordered) codes.Invalid("values", "must be ordered");
    }

    private static void SuccessRule(FieldCheck rule, long? completions)
    {
        if (!rule.Has("succeededCount") && !rule.Has("succeededIndexes"))
            rule.Errors.Add(FieldError.Required(rule.Path, "at least one of succeededCount or succeededIndexes must be specified"));
        rule.NonNegative("succeededCount");
        long? chosen = null;
        if (rule.Has("succeededIndexes"))
        {
            if (rule.Text("succeededIndexes").Length > LongestIndexes) rule.Errors.Add(FieldError.TooLong(rule.At("succeededIndexes"), LongestIndexes));
            var problem = SucceededIndexes.Parse(rule.Text("succeededIndexes"), completions ?? 0, out var count);
            chosen = problem is null ? count : 0;
            if (problem is not null) rule.Invalid("succeededIndexes", "error parsing succeededIndexes: " + problem);
        }

        if (rule.Number("succeededCount") is not { } wanted) return;
        if (wanted > completions) rule.Invalid("succeededCount", $"must be less than or equal to {completions} (the number of specified completions)");
        if (wanted > chosen) rule.Invalid("succeededCount", $"must be less than or equal to {chosen} (the number of indexes in the specified succeededIndexes field)");
    }
}
