namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>A pod must end.</summary>
/// <param name="Since">When that became known.</param>
/// <param name="GraceSeconds">How long its containers may take from then on.</param>
/// <param name="Outcome">What its status must say, where that is not to be read off its containers.</param>
internal sealed record Termination(DateTimeOffset Since, long GraceSeconds, TerminationOutcome? Outcome = null)
{
    public DateTimeOffset Deadline => Since + TimeSpan.FromSeconds(GraceSeconds);
}
