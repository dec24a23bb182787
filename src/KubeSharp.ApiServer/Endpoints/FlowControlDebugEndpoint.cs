using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.FlowControl.Queueing;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Routing;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/debug/api_priority_and_fairness: what priority levels, queues and waiting requests look like now.</summary>
/// <remarks>https://kubernetes.io/docs/reference/debug-cluster/flow-control/</remarks>
internal sealed class FlowControlDebugEndpoint(FlowController flow, TimeProvider time) : IPathHandler
{
    private const string Root = "/debug/api_priority_and_fairness/";

    public IEnumerable<string> Paths => [Root + "dump_priority_levels", Root + "dump_queues", Root + "dump_requests"];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        if (!context.Info.Path.StartsWith(Root, StringComparison.Ordinal)) return false;
        var rows = context.Info.Path[Root.Length..] switch
        {
            "dump_priority_levels" => Levels(),
            "dump_queues" => Queues(),
            "dump_requests" => Requests(context.Request.Query["includeRequestDetails"].ToString() is "1" or "true"),
            _ => null,
        };
        if (rows is null) return false;
        await TextAnswer.WriteAsync(context, 200, Align(rows));
        return true;
    }

    private List<string[]> Levels()
    {
        List<string[]> rows =
        [
            [
                "PriorityLevelName", "ActiveQueues", "IsIdle", "IsQuiescing", "WaitingRequests", "ExecutingRequests", "DispatchedRequests", "RejectedRequests",
                "TimedoutRequests", "CancelledRequests",
            ],
        ];
        foreach (var level in flow.AllLevels)
        {
            var active = 0;
            level.Inspect(queues => active = queues?.Queues.Count(queue => queue.IsActive) ?? 0);
            rows.Add(
            [
                level.Spec.Name, Text(active), level.Waiting == 0 && level.Executing == 0 ? "true" : "false", "false", Text(level.Waiting), Text(level.Executing),
                Text(level.Dispatched), Text(level.Rejected), Text(level.TimedOut), Text(level.Cancelled),
            ]);
        }

        return rows;
    }

    private List<string[]> Queues()
    {
        List<string[]> rows = [["PriorityLevelName", "Index", "PendingRequests", "ExecutingRequests", "SeatsInUse", "NextDispatchR", "InitialSeatsSum", "MaxSeatsSum", "TotalWorkSum"]];
        foreach (var level in flow.AllLevels)
        {
            level.Inspect(queues =>
            {
                foreach (var queue in queues?.Queues ?? [])
                {
                    var seats = Text(queue.SeatsWaiting);
                    rows.Add(
                    [
                        level.Spec.Name, Text(queue.Index), Text(queue.Length), Text(queue.Executing), Text(queue.SeatsInUse),
                        string.Create(CultureInfo.InvariantCulture, $"{queue.Served:F8}ss"), seats, seats, string.Create(CultureInfo.InvariantCulture, $"{queue.SeatsWaiting * 0.003:F8}ss"),
                    ]);
                }
            });
        }

        return rows;
    }

    private List<string[]> Requests(bool details)
    {
        string[] head =
        [
            "PriorityLevelName", "FlowSchemaName", "QueueIndex", "RequestIndexInQueue", "FlowDistingsher", "ArriveTime", "InitialSeats", "FinalSeats",
            "AdditionalLatency", "StartTime",
        ];
        List<string[]> rows = [details ? [.. head, "UserName", "Verb", "APIPath", "Namespace", "Name", "APIVersion", "Resource", "SubResource"] : head];
        foreach (var level in flow.AllLevels) level.Inspect(queues => Waiting(level, queues, details, rows));
        return rows;
    }

    private void Waiting(PriorityLevel level, FairQueues? queues, bool details, List<string[]> rows)
    {
        var now = time.GetUtcNow();
        foreach (var queue in queues?.Queues ?? [])
        {
            var index = 0;
            foreach (var ticket in queue.Waiting.OfType<Ticket>())
            {
                var info = ticket.Request;
                string[] row =
                [
                    level.Spec.Name, ticket.Binding.Schema.Name, Text(queue.Index), Text(index++), ticket.Distinguisher,
                    (now - (level.Elapsed - ticket.Arrived)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture), Text(ticket.Seats), "0", "0s", "0001-01-01T00:00:00Z",
                ];
                rows.Add(details
                    ? [.. row, ticket.User, info.Verb, info.Path, info.Namespace, info.Name, info.ApiVersion, info.Resource, info.Subresource]
                    : row);
            }
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Columns at least eight wide, each followed by a comma and a blank.
    private static string Align(List<string[]> rows)
    {
        var widths = new int[rows[0].Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) widths[i] = Math.Max(widths[i], Math.Max(8, row[i].Length + 2));
        }

        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) text.Append(i == row.Length - 1 ? row[i] : (row[i] + ",").PadRight(widths[i]));
            text.Append('\n');
        }

        return text.ToString();
    }
}
