namespace KubeSharp.Scheduler.Framework;

/// <summary>May hold or stop a pod between reservation and binding.</summary>
internal interface IPermitPlugin : IPlugin
{
    /// <summary>Null to go on, a rejection to stop, <see cref="StatusCode.Wait"/> to wait no longer than <paramref name="timeout"/>.</summary>
    Status? Permit(CycleState state, PodInfo pod, string nodeName, out TimeSpan timeout);
}
