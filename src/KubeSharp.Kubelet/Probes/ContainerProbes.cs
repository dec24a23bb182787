using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes;

/// <summary>
/// The probes of one running container: a loop for each. Liveness and readiness wait for the startup probe; a terminating pod is
/// asked for its readiness only.
/// </summary>
internal sealed class ContainerProbes : IDisposable
{
    private readonly ProbeTarget _target;
    private readonly IProber _prober;
    private readonly TimeProvider _time;
    private readonly Action _changed;
    private readonly Action<ProbeKind, ProbeOutcome> _report;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopLiveness;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ProbeVerdict _verdict;

    /// <param name="target">The container.</param>
    /// <param name="before">What the API says of a container that ran before this kubelet did; null for one that has just started.</param>
    /// <param name="prober">Carries the probes out.</param>
    /// <param name="time">Measures the periods.</param>
    /// <param name="changed">Called when <see cref="Verdict"/> has changed.</param>
    /// <param name="report">Called for results worth an event.</param>
    public ContainerProbes(
        ProbeTarget target, ProbeVerdict? before, IProber prober, TimeProvider time, Action changed, Action<ProbeKind, ProbeOutcome> report)
    {
        _target = target;
        _prober = prober;
        _time = time;
        _changed = changed;
        _report = report;
        _stopLiveness = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var spec = target.Container;
        _verdict = new ProbeVerdict(
            Started: spec.StartupProbe is null || before?.Started == true,
            Ready: spec.ReadinessProbe is null || before?.Ready == true);
        if (_verdict.Started)
            _started.SetResult();
        else
            Start(ProbeKind.Startup, spec.StartupProbe!, _stopLiveness.Token);
        if (spec.LivenessProbe is { } liveness)
            Start(ProbeKind.Liveness, liveness, _stopLiveness.Token);
        if (spec.ReadinessProbe is { } readiness)
            Start(ProbeKind.Readiness, readiness, _stop.Token);
    }

    /// <summary>What the probes say now. A container is not ready before it has started.</summary>
    public ProbeVerdict Verdict => _verdict is { Started: false, Ready: true } early ? early with { Ready = false } : _verdict;

    /// <summary>The pod ends: nothing must kill the container any more.</summary>
    public void StopLiveness() => _stopLiveness.Cancel();

    public void Dispose()
    {
        _stop.Cancel();
        _stopLiveness.Dispose();
        _stop.Dispose();
    }

    private void Start(ProbeKind kind, Probe probe, CancellationToken cancellationToken) => _ = RunAsync(kind, probe, cancellationToken);

    private async Task RunAsync(ProbeKind kind, Probe probe, CancellationToken cancellationToken)
    {
        try
        {
            if (kind != ProbeKind.Startup)
                await _started.Task.WaitAsync(cancellationToken);
            if (probe.InitialDelaySeconds is > 0 and var delay)
                await Task.Delay(TimeSpan.FromSeconds(delay), _time, cancellationToken);
            var state = ProbeState.Initial(kind);
            using PeriodicTimer period = new(TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds ?? 10)), _time);
            do
            {
                var outcome = await _prober.ProbeAsync(probe, _target, cancellationToken);
                if (outcome.Result is ProbeResult.Failure or ProbeResult.Warning)
                    _report(kind, outcome);
                state = state.After(outcome.Result, probe);
                if (Apply(kind, probe, state))
                    return;
            }
            while (await period.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The container has ended, or its pod ends.
        }
    }

    /// <summary>Carries a state into the verdict; true when this probe has said its last word.</summary>
    private bool Apply(ProbeKind kind, Probe probe, ProbeState state)
    {
        switch (kind)
        {
            case ProbeKind.Readiness:
                if (_verdict.Ready != state.Holds && state.LastSucceeded is not null)
                    Change(v => v with { Ready = state.Holds });
                return false;
            case ProbeKind.Startup when state.Holds:
                Change(v => v with { Started = true });
                _started.TrySetResult();
                return true;
            case ProbeKind.Startup or ProbeKind.Liveness when state.HasFailed(probe):
                Change(v => v with { Failed = new FailedProbe(kind == ProbeKind.Startup ? "startup" : "liveness", probe.TerminationGracePeriodSeconds) });
                return true;
            default:
                return false;
        }
    }

    // Two loops may end in the same instant; neither change may be lost.
    private void Change(Func<ProbeVerdict, ProbeVerdict> change)
    {
        ProbeVerdict before;
        do
            before = _verdict;
        while (Interlocked.CompareExchange(ref _verdict, change(before), before) != before);
        _changed();
    }
}
