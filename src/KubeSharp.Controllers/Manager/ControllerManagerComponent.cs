using KubeSharp.Client;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers;

/// <summary>
/// <c>kube-controller-manager</c>: runs the controllers of <see cref="ControllerList"/>. Each writes as its own service account of
/// kube-system, so that its rights are those of its role and nothing more; all read through the same informers.
/// </summary>
public sealed partial class ControllerManagerComponent
{
    private readonly ControllerManagerOptions options;
    private readonly Func<string, KubeClient> clients;
    private readonly InformerFactory informers;
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    /// <summary>A controller manager that does nothing until it is run.</summary>
    /// <param name="options">Flags.</param>
    /// <param name="clients">
    /// Gives the client for an identity, the name of a service account in kube-system; for <c>kube-controller-manager</c>, the client of the
    /// component itself (leader election, discovery). Giving the same client for all is allowed.
    /// </param>
    /// <param name="informers">Shared by the process. Must be allowed to list and watch everything.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="time">Time.</param>
    public ControllerManagerComponent(
        ControllerManagerOptions options, Func<string, KubeClient> clients, InformerFactory informers, ILoggerFactory loggers, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        this.options = options;
        this.clients = clients;
        this.informers = informers;
        this.loggers = loggers;
        this.time = time;
        logger = loggers.CreateLogger("KubeSharp.Controllers");
    }

    /// <summary>The names that <c>--controllers</c> takes.</summary>
    public static IReadOnlyList<string> ControllerNames { get; } = [.. ControllerList.All.Select(static c => c.Name)];

    /// <summary>Runs until cancelled; with leader election also ends, with a fault, when leadership is lost.</summary>
    /// <exception cref="InvalidOperationException">Leadership was lost: the process should end and start anew.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.LeaderElection is null)
        {
            await LeadAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var elector = new LeaderElector(clients("kube-controller-manager"), options.LeaderElection, time, logger);
        try
        {
            if (!await elector.RunAsync(LeadAsync, cancellationToken).ConfigureAwait(false))
                throw new InvalidOperationException("the controller manager lost its leadership");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped while waiting to lead.
        }
    }

    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        var discovery = new DiscoveryClient(clients("kube-controller-manager"));
        var controllers = new List<(string Name, IController Controller)>();
        var recorders = new List<EventRecorder>();
        foreach (ControllerDescriptor descriptor in ControllerList.All)
        {
            if (!options.IsEnabled(descriptor)) continue;
            KubeClient client = clients(descriptor.Identity);
            var recorder = new EventRecorder(client, descriptor.Identity, time: time, logger: logger);
            recorders.Add(recorder);
            var context = new ControllerContext
            {
                Name = descriptor.Name,
                Client = client,
                Informers = informers,
                Events = recorder,
                Discovery = discovery,
                Options = options,
                Time = time,
                Logger = loggers.CreateLogger("KubeSharp.Controllers." + descriptor.Name),
            };
            controllers.Add((descriptor.Name, descriptor.Create(context)));
        }

        informers.Start();
        Log.Started(logger, controllers.Count);
        var tasks = new List<Task>(controllers.Count);
        foreach ((string name, IController controller) in controllers)
            tasks.Add(Task.Run(() => RunAsync(name, controller, cancellationToken), CancellationToken.None));
        await Task.WhenAll(tasks).ConfigureAwait(false);
        foreach ((_, IController controller) in controllers) (controller as IDisposable)?.Dispose();
        foreach (EventRecorder recorder in recorders) await recorder.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A controller that ends with a fault is started again; the others do not notice.</summary>
    private async Task RunAsync(string name, IController controller, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await controller.RunAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.Failed(logger, e, name);
            }

            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1 + Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 201, EventName = "ControllersStarted", Level = LogLevel.Information, Message = "{Count} controllers started")]
        public static partial void Started(ILogger logger, int count);

        [LoggerMessage(EventId = 202, EventName = "ControllerFailed", Level = LogLevel.Error, Message = "{Controller} failed and is started again")]
        public static partial void Failed(ILogger logger, Exception error, string controller);
    }
}
