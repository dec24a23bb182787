namespace KubeSharp.Scheduler.Framework;

/// <summary>What a plugin remembers within one scheduling cycle of one pod.</summary>
internal interface ICycleData
{
    /// <summary>A copy that preemption may change; data that does not depend on the pods of nodes returns itself.</summary>
    ICycleData Clone();
}
