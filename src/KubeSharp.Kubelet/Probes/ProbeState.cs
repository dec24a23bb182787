using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes;

/// <summary>
/// What a row of probe results amounts to: a change needs as many equal results in a row as the probe's threshold says. Immutable;
/// the rule is at https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes.
/// </summary>
/// <param name="Holds">The verdict so far: what the probe asks for is so.</param>
/// <param name="InARow">Equal results in a row, up to the last.</param>
/// <param name="LastSucceeded">The last result; null before the first.</param>
internal sealed record ProbeState(bool Holds, int InARow = 0, bool? LastSucceeded = null)
{
    private const int DefaultFailureThreshold = 3;
    private const int DefaultSuccessThreshold = 1;

    /// <summary>Before the first result a container counts as alive, and as neither started nor ready.</summary>
    public static ProbeState Initial(ProbeKind kind) => new(kind == ProbeKind.Liveness);

    /// <summary>The state after one more result.</summary>
    public ProbeState After(ProbeResult result, Probe probe)
    {
        if (result == ProbeResult.Unknown)
            return this;
        var succeeded = result != ProbeResult.Failure;
        var inARow = succeeded == LastSucceeded ? InARow + 1 : 1;
        var needed = succeeded ? probe.SuccessThreshold ?? DefaultSuccessThreshold : probe.FailureThreshold ?? DefaultFailureThreshold;
        return new ProbeState(inARow >= Math.Max(1, needed) ? succeeded : Holds, inARow, succeeded);
    }

    /// <summary>True when failures have reached the threshold, which a verdict that never held does not show by itself.</summary>
    public bool HasFailed(Probe probe) => LastSucceeded == false && InARow >= Math.Max(1, probe.FailureThreshold ?? DefaultFailureThreshold);
}
