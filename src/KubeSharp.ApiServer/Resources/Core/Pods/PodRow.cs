using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>The row of a pod as kubectl users know it: what is wrong with it in one word.</summary>
internal static class PodRow
{
    private const string NodeLost = "NodeLost";

    public static void Print(TableRowBuilder row, JsonObject pod)
    {
        var spec = pod.GetObject("spec") ?? new JsonObject();
        var status = pod.GetObject("status") ?? new JsonObject();
        var initial = Statuses(status, "initContainerStatuses");
        var sidecars = Sidecars(spec);
        var total = (spec.GetArray("containers")?.Count ?? 0) + sidecars.Count;
        var count = new Count();
        var reason = status.GetString("reason") is { Length: > 0 } given ? given : status.GetString("phase") ?? "";
        foreach (var item in status.GetArray("conditions") ?? [])
        {
            if (item.FindString("type") == "PodScheduled" && item.FindString("reason") == "SchedulingGated") reason = "SchedulingGated";
        }

        var initializing = Initializing(spec, initial, sidecars, count, ref reason);
        if (!initializing || IsInitialized(status))
        {
            // What the initial containers had to go through does not matter any more.
            count = new Count(count.Lasting) { Ready = count.Ready };
            reason = Running(status, count, reason);
        }

        row.Conditions = status.GetString("phase") switch
        {
            "Succeeded" => Completed("Succeeded", "The pod has completed successfully."),
            "Failed" => Completed("Failed", "The pod failed."),
            _ => null,
        };
        var metadata = new Metadata(pod);
        if (metadata.IsBeingDeleted)
        {
            if (status.GetString("reason") == NodeLost) reason = "Unknown";
            else if (status.GetString("phase") is not ("Succeeded" or "Failed")) reason = "Terminating";
        }

        row.Add(metadata.Name)
            .Add(string.Create(CultureInfo.InvariantCulture, $"{count.Ready}/{total}"))
            .Add(reason)
            .Add(Restarts(row, count))
            .AddAge(pod)
            .Add(Or(status.GetArray("podIPs") is { Count: > 0 } addresses ? addresses[0].FindString("ip") : status.GetString("podIP")))
            .Add(Or(spec.GetString("nodeName")))
            .Add(Or(status.GetString("nominatedNodeName")))
            .Add(Gates(spec, status));
    }

    private static JsonArray Completed(string reason, string message) =>
    [
        new JsonObject { { "type", "Completed" }, { "status", "True" }, { "reason", reason }, { "message", message } },
    ];

    private static bool Initializing(JsonObject spec, List<JsonObject> initial, HashSet<string> sidecars, Count count, ref string reason)
    {
        var number = spec.GetArray("initContainers")?.Count ?? 0;
        for (var i = 0; i < initial.Count; i++)
        {
            var container = initial[i];
            var terminated = container.FindObject("state", "terminated");
            var waiting = container.FindObject("state", "waiting");
            var isSidecar = sidecars.Contains(container.GetString("name") ?? "");
            count.Restart(container);
            if (isSidecar) count.Lasting.Restart(container);
            if (terminated is not null && (terminated.GetInt64("exitCode") ?? 0) == 0) continue;
            if (isSidecar && container.GetBool("started") == true)
            {
                if (container.GetBool("ready") == true) count.Ready++;
                continue;
            }

            reason = terminated is not null ? "Init:" + Terminated(terminated)
                : waiting?.GetString("reason") is { Length: > 0 } why and not "PodInitializing" ? "Init:" + why
                : string.Create(CultureInfo.InvariantCulture, $"Init:{i}/{number}");
            return true;
        }

        return false;
    }

    private static string Running(JsonObject status, Count count, string reason)
    {
        var running = false;
        var containers = Statuses(status, "containerStatuses");
        for (var i = containers.Count - 1; i >= 0; i--)
        {
            var container = containers[i];
            count.Restart(container);
            var state = container.GetObject("state");
            if (state?.GetObject("waiting")?.GetString("reason") is { Length: > 0 } waiting) reason = waiting;
            else if (state?.GetObject("terminated") is { } terminated) reason = Terminated(terminated);
            else if (container.GetBool("ready") == true && state?.GetObject("running") is not null)
            {
                running = true;
                count.Ready++;
            }
        }

        if (reason != "Completed" || !running) return reason;
        return PodConditions.Get(new JsonObject { { "status", status.Clone() } }, "Ready") == "True" ? "Running" : "NotReady";
    }

    private static string Terminated(JsonObject terminated)
    {
        if (terminated.GetString("reason") is { Length: > 0 } reason) return reason;
        return (terminated.GetInt64("signal") ?? 0) != 0
            ? string.Create(CultureInfo.InvariantCulture, $"Signal:{terminated.GetInt64("signal")}")
            : string.Create(CultureInfo.InvariantCulture, $"ExitCode:{terminated.GetInt64("exitCode") ?? 0}");
    }

    private static bool IsInitialized(JsonObject status) =>
        (status.GetArray("conditions") ?? []).Any(item => item.FindString("type") == "Initialized" && item.FindString("status") == "True");

    private static string Restarts(TableRowBuilder row, Count count)
    {
        var number = count.Restarts.ToString(CultureInfo.InvariantCulture);
        return count.Restarts > 0 && count.Last.Length > 0 ? $"{number} ({row.Age(count.Last)} ago)" : number;
    }

    private static string Gates(JsonObject spec, JsonObject status)
    {
        if (spec.GetArray("readinessGates") is not { Count: > 0 } gates) return "<none>";
        var met = gates.Count(gate => (status.GetArray("conditions") ?? [])
            .Any(item => item.FindString("type") == gate.FindString("conditionType") && item.FindString("status") == "True"));
        return string.Create(CultureInfo.InvariantCulture, $"{met}/{gates.Count}");
    }

    private static HashSet<string> Sidecars(JsonObject spec) =>
    [
        .. (spec.GetArray("initContainers") ?? []).OfType<JsonObject>()
            .Where(container => container.GetString("restartPolicy") == "Always").Select(container => container.GetString("name") ?? ""),
    ];

    private static List<JsonObject> Statuses(JsonObject status, string name) => [.. (status.GetArray(name) ?? []).OfType<JsonObject>()];

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? "<none>" : text;

    private sealed class Count
    {
        private Count? lasting;

        public Count(Count? begin = null)
        {
            Restarts = begin?.Restarts ?? 0;
            Last = begin?.Last ?? "";
        }

        /// <summary>Of those, the sidecars.</summary>
        public Count Lasting => lasting ??= new Count();

        public int Ready { get; set; }

        public long Restarts { get; private set; }

        public string Last { get; private set; } = "";

        public void Restart(JsonObject container)
        {
            Restarts += container.GetInt64("restartCount") ?? 0;
            var finished = container.FindString("lastState", "terminated", "finishedAt") ?? "";
            if (string.CompareOrdinal(finished, Last) > 0) Last = finished;
        }
    }
}
