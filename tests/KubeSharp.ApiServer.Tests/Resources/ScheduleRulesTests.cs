using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources;
using KubeSharp.ApiServer.Resources.Batch.CronJobs;
using KubeSharp.ApiServer.Resources.Batch.Jobs;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Schedules, time zones, and the policies of the jobs that they start.</summary>
public sealed class ScheduleRulesTests
{
    private const string Pod =
        """
        "template":{"spec":{"restartPolicy":"Never","dnsPolicy":"ClusterFirst","containers":[
        {"name":"c","image":"i","imagePullPolicy":"Always","terminationMessagePolicy":"File"}]}}
        """;

    [Theory]
    [InlineData("TZ=UTC 0 * * * *", "spec.schedule: Invalid value: \"TZ=UTC 0 * * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    [InlineData("CRON_TZ=Mars 0 * * * *",
        "spec.schedule: Invalid value: \"CRON_TZ=Mars 0 * * * *\": provided bad location Mars: unknown time zone Mars\n"
        + "spec.schedule: Invalid value: \"CRON_TZ=Mars 0 * * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    [InlineData("@every 5", "spec.schedule: Invalid value: \"@every 5\": failed to parse duration @every 5: time: missing unit in duration \"5\"")]
    [InlineData("@every 5x", "spec.schedule: Invalid value: \"@every 5x\": failed to parse duration @every 5x: time: unknown unit \"x\" in duration \"5x\"")]
    [InlineData("@every x", "spec.schedule: Invalid value: \"@every x\": failed to parse duration @every x: time: invalid duration \"x\"")]
    [InlineData("@every 1h30m", "")]
    public void ASchedule(string schedule, string expected) => Assert.Equal(expected, Check($$"""{"schedule":"{{schedule}}","jobTemplate":{"spec":{ {{Pod}} } } }"""));

    [Theory]
    [InlineData("Europe/Berlin", "")]
    [InlineData("../x", "spec.timeZone: Invalid value: \"../x\": unknown time zone ../x")]
    [InlineData("Eastern Standard Time", "spec.timeZone: Invalid value: \"Eastern Standard Time\": unknown time zone Eastern Standard Time")]
    [InlineData("local",
        "spec.timeZone: Invalid value: \"local\": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones\n"
        + "spec.timeZone: Invalid value: \"local\": unknown time zone local")]
    public void ATimeZone(string zone, string expected) =>
        Assert.Equal(expected, Check($$"""{"schedule":"@daily","timeZone":"{{zone}}","jobTemplate":{"spec":{ {{Pod}} } } }"""));

    [Theory]
    [InlineData("\"manualSelector\":false", "")]
    [InlineData("\"selector\":{\"matchLabels\":{\"a\":\"b\"}}",
        "spec.jobTemplate.spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: `selector` will be auto-generated")]
    public void TheJobsChooseTheirPodsThemselves(string job, string expected) => Assert.Equal(expected, Check($$"""{"schedule":"@daily","jobTemplate":{"spec":{ {{Pod}},{{job}} } } }"""));

    [Theory]
    [InlineData("\"completionMode\":\"Odd\",\"backoffLimitPerIndex\":1", "spec.completionMode: Unsupported value: \"Odd\": supported values: \"NonIndexed\", \"Indexed\"")]
    [InlineData("\"podFailurePolicy\":{\"rules\":[{\"action\":\"Count\",\"onExitCodes\":{}}]}",
        "spec.podFailurePolicy.rules[0].onExitCodes.operator: Required value: valid values: [\"In\" \"NotIn\"]\n"
        + "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: null: at least one value is required")]
    [InlineData("\"completionMode\":\"Indexed\",\"completions\":2,\"successPolicy\":{\"rules\":[{\"succeededIndexes\":\"x\",\"succeededCount\":1}]}",
        "spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"x\": error parsing succeededIndexes: cannot convert string to integer for index: \"x\"\n"
        + "spec.successPolicy.rules[0].succeededCount: Invalid value: 1: must be less than or equal to 0 (the number of indexes in the specified succeededIndexes field)")]
    public void AJob(string job, string expected) =>
        Assert.Equal(expected, Faults(errors => JobRules.Check(new FieldCheck(Parse($$"""{ {{Pod}},{{job}} }"""), FieldPath.Spec, errors))));

    [Theory]
    [InlineData("""{"matchExpressions":[{"key":"job-name","operator":"In","values":["j"]}]}""", "")]
    [InlineData("""{"matchLabels":{"a":"b"}}""",
        "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: `selector` not auto-generated\n"
        + "spec.template.metadata.labels: Invalid value: {\"batch.kubernetes.io/controller-uid\":\"u\",\"batch.kubernetes.io/job-name\":\"j\",\"controller-uid\":\"u\",\"job-name\":\"j\"}: "
        + "`selector` does not match template `labels`")]
    public void ASelectorMayNarrowWhatWasGenerated(string selector, string expected) => Assert.Equal(
        expected,
        Faults(errors => JobSelectorRules.Check(
            Parse($$"""
                {"metadata":{"name":"j","uid":"u"},"spec":{"selector":{{selector}},"template":{"metadata":{"labels":{
                "batch.kubernetes.io/controller-uid":"u","batch.kubernetes.io/job-name":"j","controller-uid":"u","job-name":"j"} } } } }
                """),
            errors)));

    [Theory]
    [InlineData(100_001, 10_001, 1)]
    [InlineData(100_001, 10_000, 0)]
    [InlineData(100_000, 10_001, 0)]
    public void AVeryLargeJobIsWarnedOf(int completions, int parallelism, int warnings)
    {
        var told = new List<string>();
        JobRules.Warn(Parse($$"""{"completionMode":"Indexed","completions":{{completions}},"parallelism":{{parallelism}}}"""), FieldPath.Spec, told.Add);
        Assert.Equal(warnings, told.Count);
        Assert.All(told, text => Assert.StartsWith("spec: In Indexed Jobs with", text, StringComparison.Ordinal));
    }

    private static string Check(string spec) => Faults(errors =>
    {
        var check = new FieldCheck(Parse(spec), FieldPath.Spec, errors);
        check.Value.Set("concurrencyPolicy", new KubeSharp.ApiMachinery.Json.JsonString("Allow"));
        CronJobRules.Check(check, "c");
    });
}
