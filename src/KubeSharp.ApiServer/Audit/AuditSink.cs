using KubeSharp.ApiServer.Audit.Backends;
using KubeSharp.ApiServer.Audit.Events;
using KubeSharp.ApiServer.Audit.Policies;
using KubeSharp.ApiServer.Hosting;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Audit;

/// <summary>The policy and the backends that the command line asks for.</summary>
internal sealed class AuditSink(AuditPolicy policy, IReadOnlyList<IAuditBackend> backends, AuditMetrics metrics, TimeProvider time) : IAsyncDisposable
{
    // Batches that may be on their way to the webhook at once.
    private const int WebhookConcurrency = 15;

    public AuditPolicy Policy => policy;

    public AuditMetrics Metrics => metrics;

    /// <summary>Makes it; null if nothing is audited.</summary>
    /// <exception cref="ArgumentException">A file cannot be used.</exception>
    public static AuditSink? Create(AuditOptions options, WebhookCaller webhooks, TimeProvider time, ILoggerFactory loggers)
    {
        if (!options.Enabled) return null;
        var policy = ServerFile.Read(options.PolicyFile!, AuditPolicyReader.Read, "--audit-policy-file");
        var logger = loggers.CreateLogger<AuditSink>();
        List<IAuditBackend> backends = [];
        var metrics = new AuditMetrics();
        if (options.LogPath is { } path)
        {
            backends.Add(Backend(options.LogLegacyFormat, options.Log, new AuditLogDestination(Output(path, options, time, logger)), 1, time, logger, lost => metrics.Lost("log", lost)));
        }

        if (options.WebhookConfigFile is { } file)
        {
            var destination = new AuditWebhookDestination(webhooks, WebhookKubeConfig.Read(file).Endpoint(), options.WebhookInitialBackoff, time);
            backends.Add(Backend(legacy: false, options.Webhook, destination, WebhookConcurrency, time, logger, lost => metrics.Lost("webhook", lost)));
        }

        return new AuditSink(policy, backends, metrics, time);
    }

    /// <summary>Makes the event of a stage.</summary>
    /// <returns>False if the request must not go on.</returns>
    public async ValueTask<bool> EnterAsync(AuditTrail trail, AuditStages stage)
    {
        if (!trail.Enter(stage, time.GetUtcNow())) return true;
        metrics.Made();
        var stored = true;
        for (var i = 0; i < backends.Count; i++) stored &= await backends[i].ProcessAsync(trail);
        if (!stored) metrics.Rejected();
        return stored;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var backend in backends) await backend.DisposeAsync();
    }

    private static IAuditBackend Backend(
        bool legacy, AuditBatchOptions options, IAuditDestination destination, int concurrency, TimeProvider time, ILogger logger, Action<int> lost)
    {
        var encoder = new AuditEncoder(legacy, options);
        return options.Mode == AuditMode.Batch
            ? new BatchAuditBackend(encoder, destination, options, concurrency, time, logger, lost)
            : new BlockingAuditBackend(encoder, destination, options.Mode == AuditMode.BlockingStrict, logger, lost);
    }

    private static IAuditLine Output(string path, AuditOptions options, TimeProvider time, ILogger logger)
    {
        if (path == "-") return new StandardOutputLine();
        try
        {
            return new RotatingFile(path, options, time, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"--audit-log-path: {path} cannot be written: {e.Message}", e);
        }
    }
}
