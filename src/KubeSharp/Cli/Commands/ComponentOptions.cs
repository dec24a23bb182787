using System.CommandLine;
using KubeSharp.Client;

namespace KubeSharp.Cli.Commands;

/// <summary>What every component that is a client of the API server takes: where the server is, leader election, logging.</summary>
internal sealed class ComponentOptions
{
    private readonly string _component;
    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "Kubeconfig with the API server and this component's credentials; without it the pod's service account." };
    private readonly Option<string?> _master = new("--master") { Description = "Address of the API server; overrides the kubeconfig." };
    private readonly Option<int> _verbosity = new("--v", "-v") { Description = "Log verbosity; 4 and more for debugging." };
    private readonly Option<string?> _logFile = new("--log-file") { Description = "Write the log here rather than to standard error." };
    private readonly Option<bool> _leaderElect = new("--leader-elect") { Description = "Work only while holding the lease.", DefaultValueFactory = _ => true };
    private readonly Option<string> _resourceName;
    private readonly Option<string> _resourceNamespace = new("--leader-elect-resource-namespace") { Description = "Namespace of the lease.", DefaultValueFactory = _ => "kube-system" };
    private readonly Option<TimeSpan> _leaseDuration = Durations.Option("--leader-elect-lease-duration", "How long a lease holds without being renewed.", "15s");
    private readonly Option<TimeSpan> _renewDeadline = Durations.Option("--leader-elect-renew-deadline", "How long to try to renew it.", "10s");
    private readonly Option<TimeSpan> _retryPeriod = Durations.Option("--leader-elect-retry-period", "Time between tries.", "2s");

    /// <param name="component">The upstream name; also that of the lease.</param>
    public ComponentOptions(string component)
    {
        _component = component;
        _resourceName = new("--leader-elect-resource-name") { Description = "Name of the lease.", DefaultValueFactory = _ => component };
    }

    /// <summary>Adds the flags to a command; those of leader election only where it has one.</summary>
    public void AddTo(Command command, bool leaderElection)
    {
        foreach (var option in new Option[] { _kubeconfig, _master, _verbosity, _logFile })
            command.Options.Add(option);
        if (!leaderElection)
            return;
        foreach (var option in new Option[] { _leaderElect, _resourceName, _resourceNamespace, _leaseDuration, _renewDeadline, _retryPeriod })
            command.Options.Add(option);
    }

    /// <exception cref="UserError">The kubeconfig cannot be used.</exception>
    public KubeClient Client(ParseResult result) => Client(Config(result));

    /// <inheritdoc cref="Client(ParseResult)"/>
    public KubeClient Client(KubeConfig config)
    {
        try
        {
            return KubeClient.Create(config, ClientOptions);
        }
        catch (KubeConfigException e)
        {
            throw new UserError(e.Message, e);
        }
    }

    public KubeClientOptions ClientOptions => new() { UserAgent = _component + "/" + Composition.ServerSettings.Version };

    /// <exception cref="UserError">The kubeconfig cannot be used.</exception>
    public KubeConfig Config(ParseResult result)
    {
        try
        {
            var config = result.GetValue(_kubeconfig) is { } path ? KubeConfig.Load(path)
                : KubeConfig.IsInCluster ? KubeConfig.InCluster()
                : throw new UserError("give --kubeconfig: this process does not run in a pod");
            if (result.GetValue(_master) is { } master)
                config = config with { Server = new Uri(master) };
            return config;
        }
        catch (KubeConfigException e)
        {
            throw new UserError(e.Message, e);
        }
    }

    public LeaderElectionOptions? LeaderElection(ParseResult result) => !result.GetValue(_leaderElect) ? null : new LeaderElectionOptions
    {
        Name = result.GetValue(_resourceName)!,
        Namespace = result.GetValue(_resourceNamespace)!,
        Identity = $"{Environment.MachineName}_{Guid.NewGuid()}",
        LeaseDuration = result.GetValue(_leaseDuration),
        RenewDeadline = result.GetValue(_renewDeadline),
        RetryPeriod = result.GetValue(_retryPeriod),
    };

    public Microsoft.Extensions.Logging.ILoggerFactory Loggers(ParseResult result) =>
        Composition.Logging.Create(result.GetValue(_logFile), result.GetValue(_verbosity));
}
