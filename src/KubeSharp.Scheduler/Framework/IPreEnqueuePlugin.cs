namespace KubeSharp.Scheduler.Framework;

/// <summary>Keeps a pod out of the active queue.</summary>
internal interface IPreEnqueuePlugin : IPlugin
{
    /// <summary>Null to let the pod in.</summary>
    Status? PreEnqueue(PodInfo pod);
}
