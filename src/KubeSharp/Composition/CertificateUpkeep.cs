using KubeSharp.Pki;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Composition;

/// <summary>Renews the cluster's certificates while it runs; whoever uses the files follows their changes.</summary>
internal sealed partial class CertificateUpkeep(PkiOptions options, ILogger<CertificateUpkeep> logger, TimeProvider time)
{
    // A timer cannot wait for a year; and a machine that slept, or a clock that jumped, is noticed within this time.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    public async Task RunAsync(DateTimeOffset renewAt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = renewAt - time.GetUtcNow();
            await Task.Delay(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait, time, cancellationToken);
            if (time.GetUtcNow() < renewAt)
                continue;
            try
            {
                renewAt = ClusterPki.Ensure(options, time).RenewAt;
                LogRenewed(renewAt);
            }
            catch (PkiException e)
            {
                LogFailed(e.Message);
                renewAt = time.GetUtcNow() + RetryAfter;
            }
        }
    }

    [LoggerMessage(EventId = 1, EventName = "CertificatesRenewed", Level = LogLevel.Information, Message = "certificates are renewed; next at {Next}")]
    private partial void LogRenewed(DateTimeOffset next);

    [LoggerMessage(EventId = 2, EventName = "CertificateRenewalFailed", Level = LogLevel.Error, Message = "certificates could not be renewed: {Reason}")]
    private partial void LogFailed(string reason);
}
