using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.FlowControl.Configuration;

/// <summary>What a PriorityLevelConfiguration says.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its UID.</param>
/// <param name="IsExempt">Whether its requests are never held up.</param>
/// <param name="Shares">Its share of the server's seats, in relation to those of others.</param>
/// <param name="LendablePercent">How much of its share others may use while it does not.</param>
/// <param name="BorrowingPercent">How much more than its share it may use; null for no limit.</param>
/// <param name="Queues">How many queues it has; 0 if requests never wait.</param>
/// <param name="HandSize">How many of them a flow may use.</param>
/// <param name="QueueLength">How many requests may wait in one.</param>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#prioritylevelconfiguration</remarks>
internal sealed record LevelSpec(
    string Name, string Uid, bool IsExempt, int Shares, int LendablePercent, int? BorrowingPercent, int Queues, int HandSize, int QueueLength)
{
    public static LevelSpec Read(JsonObject document)
    {
        var metadata = new Metadata(document);
        var spec = document.GetObject("spec") ?? [];
        var exempt = spec.GetString("type") == "Exempt";
        var limits = spec.GetObject(exempt ? "exempt" : "limited") ?? [];
        var queuing = limits.FindString("limitResponse", "type") == "Queue" ? limits.FindObject("limitResponse", "queuing") : null;
        var queues = Number(queuing, "queues", 0);
        return new LevelSpec(
            metadata.Name,
            metadata.Uid,
            exempt,
            Number(limits, "nominalConcurrencyShares", exempt ? 0 : 30),
            Number(limits, "lendablePercent", 0),
            limits.GetInt64("borrowingLimitPercent") is { } percent ? (int)percent : null,
            queues,
            Math.Min(Number(queuing, "handSize", 8), Math.Max(queues, 1)),
            Number(queuing, "queueLengthLimit", 50));
    }

    private static int Number(JsonObject? from, string name, int otherwise) => (int)(from?.GetInt64(name) ?? otherwise);
}
