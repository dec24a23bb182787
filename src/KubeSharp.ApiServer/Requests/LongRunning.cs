namespace KubeSharp.ApiServer.Requests;

/// <summary>Which requests may last for hours: they have no deadline and do not count as in flight.</summary>
internal static class LongRunning
{
    public static bool Is(RequestInfo info) =>
        info.IsResourceRequest && (info.Verb is "watch" or "proxy" || info.Subresource is "attach" or "exec" or "proxy" or "log" or "portforward");
}
