using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Shell;

/// <summary>How a binding ended.</summary>
/// <param name="Outcome">The decision that was carried out.</param>
/// <param name="Failure">Null when the pod is bound.</param>
internal sealed record BindingEnd(SchedulingOutcome Outcome, Status? Failure);
