using System.Threading.Channels;
using Grpc.Core;
using KubeSharp.Client;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Kubelet.Status;
using KubeSharp.Models.Core.V1;
using Backoff = KubeSharp.Kubelet.Pods.Decisions.Backoff;

namespace KubeSharp.Kubelet.Pods;

/// <summary>
/// The loop of one pod: whenever something happens it decides anew and carries the plan out. All state is touched by the loop
/// alone; operations run beside it and post their results back. One thing starts at a time (the start lane), kills run in parallel.
/// </summary>
internal sealed class PodWorker
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TokenCheckPeriod = TimeSpan.FromMinutes(10);

    private readonly PodServices services;
    private readonly PodOperations operations;
    private readonly Channel<Action> mailbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, DateTimeOffset> killing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CancellationTokenSource> kills = new(StringComparer.Ordinal);
    private readonly HashSet<string> hooksRun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Backoff> crashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> backoffReported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StartFailure> failures = new(StringComparer.Ordinal);
    private readonly HashSet<string> removing = new(StringComparer.Ordinal);

    private Pod pod;
    private Termination? termination;
    private CancellationTokenSource? lane;
    private string? starting;
    private bool stoppingSandbox;
    private bool volumesWanted;
    private bool refreshing;
    private bool finishing;
    private bool finished;
    private bool gone;
    private bool erased;
    private IReadOnlyDictionary<string, string>? volumes;
    private DateTimeOffset? nextTokenCheck;

    public PodWorker(PodServices services, Pod pod)
    {
        this.services = services;
        this.pod = pod;
        operations = new PodOperations(services);
    }

    /// <summary>The pod as it was last given.</summary>
    public Pod Pod => pod;

    /// <summary>Nothing of the pod runs any more.</summary>
    public bool Finished => finished;

    /// <summary>The pod must end or has ended.</summary>
    public bool Terminating => termination is not null || finished;

    /// <summary>The pod's spec, metadata or status in the API has changed.</summary>
    public void Update(Pod updated) => Post(() =>
    {
        if (pod.Metadata.ResourceVersion != updated.Metadata.ResourceVersion)
        {
            volumesWanted = true;
        }

        pod = updated;
        if (updated.Metadata.DeletionTimestamp is not null)
        {
            Shorten(new Termination(services.Time.GetUtcNow(), updated.Metadata.DeletionGracePeriodSeconds ?? PodDecider.GraceSeconds(updated)));
        }
    });

    /// <summary>An object that the pod refers to has changed.</summary>
    public void ReferencesChanged() => Post(() => volumesWanted = true);

    /// <summary>Something about its containers has changed.</summary>
    public void Wake() => Post(static () => { });

    /// <summary>The pod must end.</summary>
    public void Terminate(long graceSeconds, TerminationOutcome? outcome = null) =>
        Post(() => Shorten(new Termination(services.Time.GetUtcNow(), graceSeconds, outcome)));

    /// <summary>The pod is no longer wanted by its source: it ends, and everything of it goes.</summary>
    public void Remove(long graceSeconds) => Post(() =>
    {
        gone = true;
        Shorten(new Termination(services.Time.GetUtcNow(), graceSeconds));
    });

    /// <summary>Runs until everything of the pod is gone.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? wakeAt = services.Time.GetUtcNow();
        while (!erased)
        {
            await WaitAsync(wakeAt, cancellationToken);
            while (mailbox.Reader.TryRead(out var message))
            {
                message();
            }

            wakeAt = Step(cancellationToken);
        }
    }

    private void Post(Action message) => mailbox.Writer.TryWrite(message);

    private async Task WaitAsync(DateTimeOffset? wakeAt, CancellationToken cancellationToken)
    {
        if (wakeAt is not { } at)
        {
            await mailbox.Reader.WaitToReadAsync(cancellationToken);
            return;
        }

        var pause = at - services.Time.GetUtcNow();
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new CancellationTokenSource(pause < TimeSpan.FromDays(40) ? pause : TimeSpan.FromDays(40), services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await mailbox.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has come.
        }
    }

    /// <summary>A termination never gets longer, and keeps the outcome it has.</summary>
    private void Shorten(Termination wanted)
    {
        if (termination is null)
        {
            termination = wanted;
            lane?.Cancel();
        }
        else if (wanted.Deadline < termination.Deadline || (termination.Outcome is null && wanted.Outcome is not null))
        {
            var earlier = wanted.Deadline < termination.Deadline ? wanted : termination;
            termination = earlier with { Outcome = termination.Outcome ?? wanted.Outcome };
        }
    }

    private DateTimeOffset? Step(CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        var uid = pod.Metadata.Uid!;
        var observed = services.Observer.Get(uid);
        if (finished)
        {
            AfterTheEnd(cancellationToken);
            return null;
        }

        var last = services.Reporter.Last(pod);
        DateTimeOffset? deadline = Deadline(last, now);
        services.Probes.Sync(pod, observed, termination is not null);
        var snapshot = new PodSnapshot
        {
            Pod = pod,
            Observed = observed,
            Termination = termination,
            Starting = lane is not null,
            StartingContainer = starting,
            StoppingSandbox = stoppingSandbox,
            Killing = killing,
            CrashBackoff = crashes,
            Failures = failures,
            Probes = Verdicts(uid, observed),
            Now = now,
        };
        var plan = PodDecider.Decide(snapshot);
        if (!gone || termination is { Outcome: not null })
        {
            services.Reporter.Report(pod, PodStatusBuilder.Build(snapshot, plan, last, services.HostIps()));
        }

        ReportBackoffs(plan, observed);
        foreach (var action in plan.Actions)
        {
            Carry(action, cancellationToken);
        }

        RefreshVolumes(now, cancellationToken);
        return Earliest(Earliest(plan.WakeAt, deadline), volumes is null || refreshing ? null : nextTokenCheck);
    }

    private DateTimeOffset? Deadline(PodStatus last, DateTimeOffset now)
    {
        if (pod.Spec.ActiveDeadlineSeconds is not { } seconds || termination is not null || last.StartTime is not { } start)
        {
            return null;
        }

        var at = start.Value + TimeSpan.FromSeconds(seconds);
        if (at > now)
        {
            return at;
        }

        const string message = "Pod was active on the node longer than the specified deadline";
        services.Events.Report(pod, EventTypes.Normal, "DeadlineExceeded", message);
        Shorten(new Termination(now, PodDecider.GraceSeconds(pod), new TerminationOutcome("DeadlineExceeded", message)));
        return null;
    }

    private Dictionary<string, ProbeVerdict> Verdicts(string uid, ObservedPod observed)
    {
        var verdicts = new Dictionary<string, ProbeVerdict>(StringComparer.Ordinal);
        foreach (var container in observed.Containers)
        {
            if (container.Running)
            {
                verdicts[container.Id] = services.Probes.Verdict(uid, container.Id);
            }
        }

        return verdicts;
    }

    private void ReportBackoffs(PodPlan plan, ObservedPod observed)
    {
        foreach (var container in PodContainer.Of(pod))
        {
            if (plan.Waiting.TryGetValue(container.Name, out var waiting) && waiting.Reason == "CrashLoopBackOff" &&
                observed.Newest(container.Name) is { } last && backoffReported.GetValueOrDefault(container.Name) != last.Id)
            {
                backoffReported[container.Name] = last.Id;
                var meta = pod.Metadata;
                services.Events.Report(
                    pod, container, EventTypes.Warning, "BackOff",
                    $"Back-off restarting failed container {container.Name} in pod {meta.Name}_{meta.Namespace}({meta.Uid})");
            }
        }
    }

    private void Carry(PodAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case PodAction.CreateSandbox create:
                InLane(
                    "",
                    async token =>
                    {
                        await EnsureVolumesAsync(token);
                        await operations.CreateSandboxAsync(pod, create.Attempt, token);
                    },
                    cancellationToken);
                break;
            case PodAction.StartContainer start:
                RaiseBackoff(start.Container);
                InLane(
                    start.Container.Name,
                    async token => await operations.StartContainerAsync(pod, start, await EnsureVolumesAsync(token), token),
                    cancellationToken);
                break;
            case PodAction.KillContainer kill:
                Kill(kill, cancellationToken);
                break;
            case PodAction.StopSandbox stop:
                if (!stoppingSandbox)
                {
                    stoppingSandbox = true;
                    Beside(() => operations.StopSandboxAsync(pod, stop.Id, cancellationToken), () => stoppingSandbox = false);
                }

                break;
            case PodAction.RemoveContainer remove:
                if (removing.Add(remove.Id))
                {
                    Beside(() => operations.RemoveContainerAsync(pod, remove.Id, cancellationToken), () => removing.Remove(remove.Id));
                }

                break;
            case PodAction.RemoveSandbox remove:
                if (removing.Add(remove.Id))
                {
                    Beside(() => operations.RemoveSandboxAsync(pod, remove.Id, cancellationToken), () => removing.Remove(remove.Id));
                }

                break;
            case PodAction.Finish:
                if (!finishing)
                {
                    finishing = true;
                    Beside(async () =>
                    {
                        await operations.ReleaseAsync(pod);
                        Post(() => finished = true);
                    }, () => finishing = false);
                }

                break;
            default:
                break;
        }
    }

    private void RaiseBackoff(PodContainer container)
    {
        var last = services.Observer.Get(pod.Metadata.Uid!).Newest(container.Name);
        if (last is { State: ObservedState.Exited, FinishedAt: { } finishedAt })
        {
            crashes[container.Name] = Backoff.Next(crashes.GetValueOrDefault(container.Name), finishedAt, services.Time.GetUtcNow());
        }
    }

    private void InLane(string name, Func<CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lane = source;
        starting = name.Length > 0 ? name : null;
        _ = Task.Run(async () =>
        {
            StartFailure? failure = null;
            try
            {
                await operation(source.Token);
            }
            catch (StartException e)
            {
                failure = new StartFailure(e.Reason, e.Message, services.Time.GetUtcNow() + (e.RetryAfter ?? RetryPause));
            }
            catch (Exception e) when (e is OperationCanceledException or RpcException or HttpRequestException or IOException or UnauthorizedAccessException)
            {
                if (!source.IsCancellationRequested)
                {
                    failure = new StartFailure("ContainerCreating", "", services.Time.GetUtcNow() + RetryPause);
                    PodLog.Failed(services.Log, pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
                }
            }
            finally
            {
                Post(() =>
                {
                    source.Dispose();
                    lane = null;
                    starting = null;
                    if (failure is null)
                    {
                        failures.Remove(name);
                    }
                    else
                    {
                        failures[name] = failure;
                    }
                });
            }
        }, CancellationToken.None);
    }

    private void Kill(PodAction.KillContainer kill, CancellationToken cancellationToken)
    {
        if (kills.Remove(kill.Id, out var underWay))
        {
            underWay.Cancel();
        }

        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        kills[kill.Id] = source;
        killing[kill.Id] = kill.Deadline;
        var container = PodContainer.Of(pod).Find(c => c.Name == kill.Name);
        var runHook = hooksRun.Add(kill.Id);
        Beside(() => operations.KillAsync(pod, kill, container, runHook, source.Token), () =>
        {
            if (kills.TryGetValue(kill.Id, out var current) && current == source)
            {
                kills.Remove(kill.Id);
                killing.Remove(kill.Id);
            }

            source.Dispose();
        });
    }

    private void Beside(Func<Task> operation, Action after) => _ = Task.Run(async () =>
    {
        try
        {
            await operation();
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            if (e is not OperationCanceledException and not RpcException { StatusCode: StatusCode.Cancelled })
            {
                PodLog.Failed(services.Log, pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), services.Time);
            }
        }
        finally
        {
            Post(after);
        }
    });

    private async Task<IReadOnlyDictionary<string, string>> EnsureVolumesAsync(CancellationToken cancellationToken)
    {
        if (volumes is { } known)
        {
            return known;
        }

        var mounted = await operations.MountAsync(pod, cancellationToken);
        volumes = mounted;
        return mounted;
    }

    /// <summary>Brings volumes up to date after a change, and from time to time for tokens that expire.</summary>
    private void RefreshVolumes(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (volumes is null || refreshing || finishing || termination is not null || pod.Spec.Volumes is not { Count: > 0 })
        {
            return;
        }

        if (nextTokenCheck is null && HasTokens())
        {
            nextTokenCheck = now + TokenCheckPeriod;
        }

        if (!volumesWanted && !(nextTokenCheck <= now))
        {
            return;
        }

        volumesWanted = false;
        nextTokenCheck = HasTokens() ? now + TokenCheckPeriod : null;
        refreshing = true;
        Beside(async () =>
        {
            try
            {
                await operations.MountAsync(pod, cancellationToken);
            }
            catch (StartException)
            {
                // Reported as an event; what is mounted stays as it is.
            }
        }, () => refreshing = false);
    }

    private bool HasTokens()
    {
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            foreach (var source in volume.Projected?.Sources ?? [])
            {
                if (source.ServiceAccountToken is not null)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void AfterTheEnd(CancellationToken cancellationToken)
    {
        if (!gone)
        {
            services.Reporter.Ended(pod);
            return;
        }

        if (finishing)
        {
            return;
        }

        finishing = true;
        Beside(async () =>
        {
            await operations.EraseAsync(pod, cancellationToken);
            services.Reporter.Forget(pod.Metadata.Uid!);
            Post(() => erased = true);
        }, () => finishing = false);
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;
}
