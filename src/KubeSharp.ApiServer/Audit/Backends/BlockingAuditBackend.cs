using KubeSharp.ApiServer.Audit.Events;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>Stores every event before its request goes on.</summary>
internal sealed partial class BlockingAuditBackend(AuditEncoder encoder, IAuditDestination destination, bool strict, ILogger logger, Action<int> lost) : IAuditBackend
{
    public async ValueTask<bool> ProcessAsync(AuditTrail trail)
    {
        if (encoder.Encode(trail) is not { } bytes) return true;
        try
        {
            await destination.StoreAsync([bytes], CancellationToken.None);
            return true;
        }
        catch (IOException e)
        {
            LogLost(e.Message);
            lost(1);
            return !strict;
        }
    }

    public ValueTask DisposeAsync() => destination.DisposeAsync();

    [LoggerMessage(Level = LogLevel.Error, Message = "An audit event could not be stored: {Problem}")]
    private partial void LogLost(string problem);
}
