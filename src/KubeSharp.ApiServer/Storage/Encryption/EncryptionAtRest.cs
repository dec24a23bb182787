using KubeSharp.ApiServer.Endpoints;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Encryption at rest as one server has it: its configuration, which may be followed, the services it needs, how they are, and its figures.</summary>
internal sealed class EncryptionAtRest : IDisposable
{
    private readonly EncryptionReload? reload;
    private readonly bool reloads;

    /// <summary>Reads the configuration. Services are spoken to from now on, but not waited for.</summary>
    /// <param name="file">The file of <c>--encryption-provider-config</c>; null for none.</param>
    /// <param name="reloads">Whether it is followed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where faults are named.</param>
    /// <exception cref="ArgumentException">The configuration makes no sense; the message names every fault.</exception>
    public EncryptionAtRest(string? file, bool reloads, TimeProvider time, ILoggerFactory loggers)
    {
        this.reloads = reloads;
        Metrics = new EncryptionMetrics(time, Environment.MachineName);
        if (file is null)
        {
            if (reloads) throw new ArgumentException("--encryption-provider-config-automatic-reload must be set with --encryption-provider-config", nameof(file));
            Values = new EncryptedValues(null, Metrics);
            return;
        }

        Configured = true;
        var logger = loggers.CreateLogger("KubeSharp.ApiServer.Encryption");
        var (text, configuration) = Read(file, reloads);
        Metrics.Started(configuration.Hash);
        Values = new EncryptedValues(Make(configuration), Metrics);
        if (reloads) reload = new EncryptionReload(file, text, Values, Make, Metrics, time, logger);

        EncryptionGeneration Make(EncryptionConfiguration from)
        {
            var generation = new EncryptionGeneration(from, settings => new KmsProvider(settings, Metrics, time, logger));
            foreach (var service in generation.Services) service.Start();
            return generation;
        }
    }

    /// <summary>Whether there is a configuration.</summary>
    public bool Configured { get; }

    /// <summary>What stands between the server and its store.</summary>
    public EncryptedValues Values { get; }

    /// <summary>The figures.</summary>
    public EncryptionMetrics Metrics { get; }

    /// <summary>
    /// How the services are. One check for all where the configuration is followed, since it may bring others; otherwise one for each. A server whose service is
    /// out must not be restarted for it: the keys it knows would be lost.
    /// </summary>
    public IReadOnlyList<HealthCheck> Checks()
    {
        if (!Configured) return [];
        if (reloads) return [new HealthCheck("kms-providers", AllServices, Live: false, Healthz: true)];
        return [.. Values.Generation!.Services.Select((service, i) => new HealthCheck($"kms-provider-{i}", () => Describe(service), Live: false, Healthz: true))];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        reload?.Dispose();
        Values.Generation?.Dispose();
    }

    private static (string Text, EncryptionConfiguration Configuration) Read(string file, bool reloads)
    {
        try
        {
            var text = File.ReadAllText(file);
            return (text, EncryptionConfigurationReader.Read(text, reloads));
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"error while parsing encryption provider configuration file {file}: {e.Message}", nameof(file), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"error opening encryption provider configuration file {file}: {e.Message}", nameof(file), e);
        }
    }

    private string? AllServices()
    {
        foreach (var service in Values.Generation?.Services ?? [])
        {
            if (Describe(service) is { } problem) return problem;
        }

        return null;
    }

    private static string? Describe(KmsProvider service) => service.Problem is { } problem ? $"KMS provider {service.Settings.Name}: {problem}" : null;
}
