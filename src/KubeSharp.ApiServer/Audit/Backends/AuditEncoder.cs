using System.Text;
using KubeSharp.ApiServer.Audit.Events;

namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>Encodes events for one backend: its format, and its limits on size.</summary>
internal sealed class AuditEncoder(bool legacy, AuditBatchOptions options)
{
    /// <summary>The bytes of an event; null if it is too large to be stored at all.</summary>
    public byte[]? Encode(AuditTrail trail)
    {
        if (legacy) return Encoding.UTF8.GetBytes(LegacyAuditLine.Format(trail));
        var whole = AuditEventWriter.Encode(trail);
        if (!options.Truncate || whole.Length <= options.MaxEventBytes) return whole;
        var cut = AuditEventWriter.Encode(trail, truncated: true);
        return cut.Length <= options.MaxEventBytes ? cut : null;
    }
}
