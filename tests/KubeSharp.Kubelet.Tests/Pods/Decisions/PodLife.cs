using System.Globalization;
using System.Text;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Kubelet.Status;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using Backoff = KubeSharp.Kubelet.Pods.Decisions.Backoff;

namespace KubeSharp.Kubelet.Tests.Pods.Decisions;

/// <summary>
/// A pod, a runtime that does at once what a plan says, and a clock that only the test moves. What happens is written down as text,
/// so that a test reads as the story of a pod.
/// </summary>
internal sealed class PodLife
{
    private readonly StringBuilder story = new();
    private readonly Dictionary<string, Backoff> crashes = [];
    private readonly Dictionary<string, ProbeVerdict> probes = [];
    private readonly Dictionary<string, DateTimeOffset> killing = [];
    private readonly Dictionary<string, StartFailure> failures = [];
    private readonly DateTimeOffset begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private DateTimeOffset now;
    private ObservedPod observed;
    private Termination? termination;
    private int made;
    private PodStatus status = new();

    public PodLife(string restartPolicy, params Container[] containers)
    {
        now = begin;
        Pod = new Pod
        {
            Metadata = new ObjectMeta { Name = "p", Namespace = "ns", Uid = "u" },
            Spec = new PodSpec { RestartPolicy = restartPolicy, Containers = [.. containers], TerminationGracePeriodSeconds = 30 },
        };
        observed = new ObservedPod { Uid = "u" };
    }

    public Pod Pod { get; }

    public PodStatus Status => status;

    public string Story => story.ToString().TrimEnd();

    public static Container Named(string name, string? restartPolicy = null) => new() { Name = name, Image = "i", RestartPolicy = restartPolicy };

    public PodLife WithInit(params Container[] containers)
    {
        Pod.Spec.InitContainers = [.. containers];
        return this;
    }

    /// <summary>Decides and carries out until nothing is left to do now.</summary>
    public PodLife Settle()
    {
        for (var i = 0; i < 50; i++)
        {
            var snapshot = Snapshot();
            var plan = PodDecider.Decide(snapshot);
            status = PodStatusBuilder.Build(snapshot, plan, status, ["10.0.0.1"]);
            Pod.Status = status;
            if (plan.Actions.Count == 0 || plan.Actions[0] is PodAction.Finish)
            {
                if (plan.Actions.Count > 0)
                {
                    Line("finish");
                }

                foreach (var (name, waiting) in plan.Waiting)
                {
                    Line($"{name} waits: {waiting.Reason}");
                }

                return this;
            }

            foreach (var action in plan.Actions)
            {
                Do(action);
            }
        }

        throw new InvalidOperationException("the plan never settles: " + Story);
    }

    public PodLife After(int seconds)
    {
        now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public PodLife Exits(string name, int code)
    {
        Line($"{name} exits {code.ToString(CultureInfo.InvariantCulture)}");
        Replace(name, c => c with { State = ObservedState.Exited, ExitCode = code, FinishedAt = now, Reason = code == 0 ? "Completed" : "Error" });
        killing.Clear();
        return this;
    }

    public PodLife SandboxDies()
    {
        Line("sandbox dies");
        observed = observed with
        {
            Sandboxes = [observed.Sandboxes[0] with { Ready = false }, .. observed.Sandboxes.Skip(1)],
            Containers = [.. observed.Containers.Select(c => c.State == ObservedState.Running ? c with { State = ObservedState.Exited, ExitCode = 137, FinishedAt = now } : c)],
        };
        return this;
    }

    public PodLife Probe(string name, ProbeVerdict verdict)
    {
        probes[observed.Newest(name)!.Id] = verdict;
        return this;
    }

    public PodLife FailsToStart(string name, string reason)
    {
        failures[name] = new StartFailure(reason, "because", now + TimeSpan.FromSeconds(10));
        return this;
    }

    public PodLife Delete(long grace)
    {
        Line("deleted");
        termination = new Termination(now, grace);
        return this;
    }

    private PodSnapshot Snapshot() => new()
    {
        Pod = Pod,
        Observed = observed,
        Termination = termination,
        Killing = killing,
        CrashBackoff = crashes,
        Failures = failures,
        Probes = probes,
        Now = now,
    };

    private void Do(PodAction action)
    {
        switch (action)
        {
            case PodAction.CreateSandbox create:
                Line($"create sandbox {create.Attempt}");
                observed = observed with
                {
                    Sandboxes =
                    [
                        new ObservedSandbox { Id = $"s{create.Attempt}", Attempt = create.Attempt, Ready = true, CreatedAt = now, Ips = ["10.1.0.2"] },
                        .. observed.Sandboxes,
                    ],
                };
                break;
            case PodAction.StartContainer start:
                Line($"start {start.Container.Name}{(start.RestartCount > 0 ? $" (restart {start.RestartCount})" : "")}");
                if (observed.Newest(start.Container.Name) is { State: ObservedState.Exited, FinishedAt: { } finished })
                {
                    crashes[start.Container.Name] = Backoff.Next(crashes.GetValueOrDefault(start.Container.Name), finished, now);
                }

                made++;
                observed = observed with
                {
                    Containers =
                    [
                        new ObservedContainer
                        {
                            Id = $"c{made}", Name = start.Container.Name, SandboxId = observed.Sandbox!.Id, State = ObservedState.Running,
                            RestartCount = start.RestartCount, CreatedAt = now, StartedAt = now, Hash = ContainerHash.Of(start.Container.Spec),
                        },
                        .. observed.Containers,
                    ],
                };
                break;
            case PodAction.KillContainer kill:
                Line($"kill {kill.Name} within {(kill.Deadline - now).TotalSeconds.ToString(CultureInfo.InvariantCulture)} s: {kill.Message}");
                killing[kill.Id] = kill.Deadline;
                break;
            case PodAction.StopSandbox stop:
                Line($"stop sandbox {stop.Id[1..]}");
                observed = observed with { Sandboxes = [.. observed.Sandboxes.Select(s => s.Id == stop.Id ? s with { Ready = false } : s)] };
                break;
            case PodAction.RemoveContainer remove:
                Line($"forget {observed.ById(remove.Id)!.Name} {observed.ById(remove.Id)!.RestartCount}");
                observed = observed with { Containers = [.. observed.Containers.Where(c => c.Id != remove.Id)] };
                break;
            case PodAction.RemoveSandbox remove:
                Line($"forget sandbox {remove.Id[1..]}");
                observed = observed with { Sandboxes = [.. observed.Sandboxes.Where(s => s.Id != remove.Id)] };
                break;
            default:
                break;
        }
    }

    private void Replace(string name, Func<ObservedContainer, ObservedContainer> change)
    {
        var current = observed.Newest(name)!;
        observed = observed with { Containers = [.. observed.Containers.Select(c => c.Id == current.Id ? change(c) : c)] };
    }

    private void Line(string text) =>
        story.Append(CultureInfo.InvariantCulture, $"{(int)(now - begin).TotalSeconds,4}s {text}\n");
}
