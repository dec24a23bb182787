using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Autoscalers: what they may say, and how their versions tell the same.</summary>
public sealed class AutoscalerRulesTests
{
    private const string Types = "supported values: \"ContainerResource\", \"External\", \"Object\", \"Pods\", \"Resource\"";

    [Theory]
    [InlineData("""{"maxReplicas":-1}""", "spec.maxReplicas: Invalid value: -1: must be greater than 0")]
    [InlineData("""{"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"v1"}}""",
        "spec.scaleTargetRef.apiVersion: Invalid value: \"v1\": apiVersion must specify API group")]
    [InlineData("""{"scaleTargetRef":{"kind":"ReplicationController","name":"d"}}""", "")]
    [InlineData("""{"metrics":[{}]}""",
        "spec.metrics[0].type: Required value: must specify a metric source type\nspec.metrics[0].type: Unsupported value: \"\": " + Types
        + "\nspec.metrics[0].type: Unsupported value: \"\": " + Types)]
    [InlineData("""{"metrics":[{"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"metric":{"name":"m"},"target":{"type":"Value"}}}]}""",
        "spec.metrics[0].object.target.averageValue: Required value: must set either a target value or averageValue")]
    [InlineData("""{"metrics":[{"type":"Pods","pods":{"target":{}}}]}""",
        "spec.metrics[0].pods.metric.name: Required value: must specify a metric name\n"
        + "spec.metrics[0].pods.target.type: Required value: must specify a metric target type\n"
        + "spec.metrics[0].pods.target.type: Invalid value: \"\": must be either Utilization, Value, or AverageValue\n"
        + "spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue")]
    [InlineData("""{"metrics":[{"type":"ContainerResource","containerResource":{"name":"odd","container":"A","target":{"type":"Utilization","averageUtilization":1}}}]}""",
        "spec.metrics[0].containerResource.name: Invalid value: \"odd\": must be a standard resource type or fully qualified\n"
        + "spec.metrics[0].containerResource.name: Invalid value: \"odd\": must be a standard resource for containers\n"
        + "spec.metrics[0].containerResource.container: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and "
        + "end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")]
    [InlineData("""{"behavior":{"scaleUp":{"stabilizationWindowSeconds":-1,"policies":[{"type":"Pods","value":1,"periodSeconds":1}]}}}""",
        "spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: -1: must be greater than or equal to zero")]
    public void AnAutoscalerIsChecked(string spec, string expected)
    {
        var autoscaler = Parse($$"""{"spec":{{spec}}}""");
        var of = autoscaler.GetObject("spec")!;
        if (of["maxReplicas"] is null) of.Set("maxReplicas", 5);
        if (of["scaleTargetRef"] is null) of.Set("scaleTargetRef", Parse("""{"kind":"Deployment","name":"d","apiVersion":"apps/v1"}"""));
        Assert.Equal(expected, Faults(errors => HorizontalPodAutoscalerValidation.Check(autoscaler, null, errors)));
    }

    [Fact]
    public void ATargetThatStaysIsNotLookedAtAgain()
    {
        var autoscaler = Parse("""{"spec":{"maxReplicas":1,"scaleTargetRef":{"kind":"D","name":"d"}}}""");
        Assert.Equal("", Faults(errors => HorizontalPodAutoscalerValidation.Check(autoscaler, autoscaler, errors)));
    }

    [Fact]
    public void BothWaysHaveRulesIfOneHas()
    {
        var autoscaler = Parse("""{"spec":{"behavior":{"scaleUp":{"selectPolicy":"Min"}}}}""");
        HorizontalPodAutoscalerDefaults.Apply(autoscaler);
        Assert.Equal(
            """{"scaleUp":{"selectPolicy":"Min","stabilizationWindowSeconds":0,"policies":[{"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]}"""
            + """, "scaleDown":{"selectPolicy":"Max","policies":[{"type":"Percent","value":100,"periodSeconds":15}]}}""",
            autoscaler.FindObject("spec", "behavior")!.ToString().Replace(",\"scaleDown", ", \"scaleDown", StringComparison.Ordinal));
    }

    [Fact]
    public void TheFirstVersionKeepsTheRestInAnnotationsOfItsOwnForm()
    {
        const string Second =
            """
            {"metadata":{"name":"h"},"spec":{"metrics":[
              {"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}},
              {"type":"Pods","pods":{"metric":{"name":"qps"},"target":{"type":"AverageValue","averageValue":"1500m"}}},
              {"type":"Object","object":{"describedObject":{"kind":"Service","name":"s","apiVersion":"v1"},"metric":{"name":"m"},"target":{"type":"Value","value":"2"}}}],
             "behavior":{"scaleUp":{"selectPolicy":"Max","policies":[{"type":"Pods","value":4,"periodSeconds":15}]}}}}
            """;
        var autoscaler = Parse(Second);
        HorizontalPodAutoscalerVersions.ToFirst(autoscaler);
        var annotations = autoscaler.FindObject("metadata", "annotations")!;
        Assert.Equal(50, autoscaler.GetObject("spec")!.GetInt64("targetCPUUtilizationPercentage"));
        Assert.Equal(
            """[{"type":"Pods","pods":{"metricName":"qps","targetAverageValue":"1500m"}},{"type":"Object","object":{"target":{"kind":"Service","name":"s","apiVersion":"v1"},"metricName":"m","targetValue":"2"}}]""",
            annotations.GetString("autoscaling.alpha.kubernetes.io/metrics"));
        Assert.Equal(
            """{"ScaleUp":{"StabilizationWindowSeconds":null,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15}],"Tolerance":null},"ScaleDown":null}""",
            annotations.GetString("autoscaling.alpha.kubernetes.io/behavior"));
        HorizontalPodAutoscalerVersions.FromFirst(autoscaler);
        var expected = Parse(Second);
        var metrics = expected.FindArray("spec", "metrics")!;
        var cpu = metrics[0];
        metrics.RemoveAt(0);
        metrics.Add(cpu);
        Assert.True(JsonValue.DeepEquals(expected, autoscaler), autoscaler.ToString());
    }
}
