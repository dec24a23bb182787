using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KubeSharp.ApiServer.Tests.FlowControl;

public sealed class WorkEstimatorTests
{
    [Theory]
    [InlineData("get", 1000, 3000, 0, "", 100, 1)]
    [InlineData("list", 10, 1000, 0, "", 100, 1)]
    [InlineData("list", 200, 1000, 0, "", 100, 2)]
    [InlineData("list", 200, 1000, 0, "100", 100, 1)]
    [InlineData("list", 100000, 3000, 0, "", 100, 10)]
    [InlineData("list", 100000, 3000, 0, "", 4, 4)]
    [InlineData("watch", 100000, 3000, 0, "", 100, 1)]
    [InlineData("update", 1, 1, 9, "", 100, 1)]
    [InlineData("update", 1, 1, 25, "", 100, 3)]
    [InlineData("update", 1, 1, 1000, "", 100, 10)]
    public void Lists_weigh_by_bytes_and_writes_by_watchers(string verb, long count, long bytes, int watchers, string limit, int maxSeats, int seats)
    {
        var query = limit.Length > 0 ? new Dictionary<string, StringValues> { ["limit"] = limit } : [];
        var info = new RequestInfo { Path = "/", Verb = verb, IsResourceRequest = true, Resource = "pods", ApiVersion = "v1" };
        var estimate = new WorkEstimator(new Facts(count, bytes, watchers)).Estimate(info, new QueryCollection(query), maxSeats);
        Assert.Equal(seats, estimate.Seats);
        Assert.Equal(watchers >= 10, estimate.Afterwards > TimeSpan.Zero);
    }

    [Fact]
    public void A_streaming_list_weighs_as_a_list()
    {
        var query = new QueryCollection(new Dictionary<string, StringValues> { ["sendInitialEvents"] = "true" });
        var info = new RequestInfo { Path = "/", Verb = "watch", IsResourceRequest = true, Resource = "pods", ApiVersion = "v1" };
        Assert.Equal(10, new WorkEstimator(new Facts(10000, 3000, 0)).Estimate(info, query, 100).Seats);
        Assert.Equal(1, new WorkEstimator(new Facts(10000, 3000, 0)).Estimate(info with { Name = "one" }, query, 100).Seats);
    }

    private sealed class Facts(long count, long bytes, int watchers) : IWorkFacts
    {
        public (long Count, long Bytes)? Objects(string group, string version, string resource, string @namespace) => (count, bytes);

        public int Watchers(string group, string version, string resource) => watchers;
    }
}
