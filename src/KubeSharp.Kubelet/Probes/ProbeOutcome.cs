namespace KubeSharp.Kubelet.Probes;

/// <summary>The answer of one probe.</summary>
/// <param name="Result">What it means.</param>
/// <param name="Output">What was seen, for the event.</param>
internal sealed record ProbeOutcome(ProbeResult Result, string Output)
{
    public static ProbeOutcome Success(string output = "") => new(ProbeResult.Success, output);

    public static ProbeOutcome Failure(string output) => new(ProbeResult.Failure, output);
}
