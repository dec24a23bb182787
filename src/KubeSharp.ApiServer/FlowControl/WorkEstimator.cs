using System.Globalization;
using KubeSharp.ApiServer.Requests;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>Estimates the work of a request: lists by the bytes that they are thought to move, writes by how many watch.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#seats-occupied-by-a-request</remarks>
internal sealed class WorkEstimator(IWorkFacts facts)
{
    private const int MostSeats = 10;
    private const long BytesPerSeat = 100_000;
    // Lists are streamed from the cache: however long they are, they do not take more memory than this at once.
    private const long MostBytes = 1_000_000;
    private const int WatchersPerSeat = 10;
    private static readonly TimeSpan PerSeat = TimeSpan.FromMilliseconds(5);

    /// <param name="info">The request.</param>
    /// <param name="query">Its query, read for lists and watches only.</param>
    /// <param name="maxSeats">The most seats that the level gives one request.</param>
    public WorkEstimate Estimate(RequestInfo info, IQueryCollection query, int maxSeats)
    {
        if (!info.IsResourceRequest) return WorkEstimate.One;
        var most = maxSeats == 0 ? MostSeats : Math.Min(maxSeats, MostSeats);
        return info.Verb switch
        {
            "list" => List(info, query, most),
            "watch" when query["sendInitialEvents"].ToString() is "true" or "1" => List(info, query, most),
            "create" or "update" or "patch" or "delete" when !(info.Resource == "serviceaccounts" && info.Subresource == "token") => Write(info, most),
            _ => WorkEstimate.One,
        };
    }

    private WorkEstimate List(RequestInfo info, IQueryCollection query, int most)
    {
        if (info.Name.Length > 0 || facts.Objects(info.ApiGroup, info.ApiVersion, info.Resource, info.Namespace) is not var (count, bytes)) return WorkEstimate.One;
        if (long.TryParse(query["limit"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0) count = Math.Min(count, limit);
        var seats = (Math.Min(count * bytes, MostBytes) + BytesPerSeat - 1) / BytesPerSeat;
        return new WorkEstimate((int)Math.Clamp(seats, 1, most), TimeSpan.Zero);
    }

    private WorkEstimate Write(RequestInfo info, int most)
    {
        var watchers = facts.Watchers(info.ApiGroup, info.ApiVersion, info.Resource);
        if (watchers < WatchersPerSeat) return WorkEstimate.One;
        var wanted = (watchers + WatchersPerSeat - 1) / WatchersPerSeat;
        var seats = Math.Min(wanted, most);
        return new WorkEstimate(seats, PerSeat * wanted / seats);
    }
}
