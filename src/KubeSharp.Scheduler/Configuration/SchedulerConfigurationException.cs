namespace KubeSharp.Scheduler.Configuration;

/// <summary>A KubeSchedulerConfiguration cannot be used; the message names the field and what is wrong with it.</summary>
public sealed class SchedulerConfigurationException(string message) : Exception(message);
