using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/debug/pprof/: what the runtime can say of itself while it runs, on a page with links as Go programs have it.</summary>
internal sealed class ProfilingEndpoint : IPathHandler
{
    private const string Root = "/debug/pprof";

    public IEnumerable<string> Paths => [Root, Root + "/heap", Root + "/threadcreate"];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        switch (context.Info.Path)
        {
            case Root:
                context.Response.StatusCode = 301;
                context.Response.Headers.Location = Root + "/";
                return true;
            case Root + "/":
                await BodyWriter.WriteAsync(context, 200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Index()));
                return true;
            case Root + "/heap":
                await TextAnswer.WriteAsync(context, 200, Heap());
                return true;
            case Root + "/threadcreate":
                await TextAnswer.WriteAsync(context, 200, string.Create(CultureInfo.InvariantCulture, $"threads: {ThreadPool.ThreadCount}\nqueued: {ThreadPool.PendingWorkItemCount}\n"));
                return true;
            default:
                return false;
        }
    }

    private static string Index() => $"""
        <html>
        <head><title>{Root}/</title></head>
        <body>
        {Root}/
        <ul>
        <li><a href="heap">heap</a></li>
        <li><a href="threadcreate">threadcreate</a></li>
        </ul>
        </body>
        </html>

        """;

    private static string Heap()
    {
        var memory = GC.GetGCMemoryInfo();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"allocated: {GC.GetTotalAllocatedBytes()}\nheap: {memory.HeapSizeBytes}\nfragmented: {memory.FragmentedBytes}\nresident: {Environment.WorkingSet}\n"
                + $"collections: {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)}\npause: {GC.GetTotalPauseDuration()}\n");
    }
}
