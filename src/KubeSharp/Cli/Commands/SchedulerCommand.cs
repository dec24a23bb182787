using System.CommandLine;
using KubeSharp.Client;
using KubeSharp.Scheduler;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp scheduler</c>: kube-scheduler alone, with its upstream flags.</summary>
internal static class SchedulerCommand
{
    public static Command Create()
    {
        ComponentOptions component = new("kube-scheduler");
        Command command = new("scheduler", "Run the scheduler (kube-scheduler) alone.");
        component.AddTo(command, leaderElection: true);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var loggers = component.Loggers(result);
            using var client = component.Client(result);
            await using InformerFactory informers = new(client, TimeProvider.System, loggers);
            SchedulerOptions options = new() { LeaderElection = component.LeaderElection(result) };
            await new SchedulerComponent(options, client, informers, loggers).RunAsync(cancellationToken);
        });
        return command;
    }
}
