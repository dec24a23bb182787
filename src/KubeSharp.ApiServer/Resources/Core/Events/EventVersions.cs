using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.Events;

/// <summary>The same event in core/v1 and in events.k8s.io/v1: some members have other names.</summary>
internal static class EventVersions
{
    private const string Modern = "events.k8s.io/v1";

    // core/v1 name, events.k8s.io/v1 name
    private static readonly (string Core, string Modern)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    public static JsonObject Convert(JsonObject document, string apiVersion)
    {
        if (document.GetString("apiVersion") == apiVersion) return document;
        var modern = apiVersion == Modern;
        foreach (var (core, other) in Names)
        {
            var (from, to) = modern ? (core, other) : (other, core);
            if (document[from] is not { } value) continue;
            document.Remove(from);
            document.Set(to, value);
        }

        foreach (var name in (ReadOnlySpan<string>)["reportingController", "reportingInstance"])
        {
            // The modern form leaves empty texts out.
            if (modern && document.GetString(name) is "") document.Remove(name);
        }

        document.Set("apiVersion", new JsonString(apiVersion));
        return document;
    }
}
