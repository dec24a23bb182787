namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>Which part of a metric: what it should be, or what it is.</summary>
internal enum MetricPart
{
    /// <summary>What it should be (specification).</summary>
    Target,

    /// <summary>What it is (status).</summary>
    Current,
}
