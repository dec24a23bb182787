using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;
using Amounts = System.Collections.Generic.SortedDictionary<string, KubeSharp.ApiMachinery.Values.Quantity>;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Holds amounts against a limit range. Pure.</summary>
internal static class LimitRules
{
    private static readonly Amounts _none = [];

    /// <summary>All faults of a pod's or claim's specification.</summary>
    public static List<string> Check(JsonObject range, JsonObject spec, bool isPod)
    {
        List<string> faults = [];
        foreach (var limit in range.GetObject("spec")?.Objects("limits") ?? [])
        {
            switch (limit.GetString("type"))
            {
                case "Container" when isPod:
                    foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
                        Check(limit, "Container", PodResources.Of(container, "requests"), PodResources.Of(container, "limits"), faults);
                    break;
                case "Pod" when isPod:
                    Check(limit, "Pod", PodResources.OfPod(spec, "requests"), PodResources.OfPod(spec, "limits"), faults);
                    break;
                case "PersistentVolumeClaim" when !isPod:
                    CheckClaim(limit, PodResources.Of(spec, "requests"), faults);
                    break;
            }
        }

        return faults;
    }

    private static void Check(JsonObject limit, string type, Amounts requests, Amounts limits, List<string> faults)
    {
        foreach (var (name, bound) in PodResources.Read(limit.GetObject("min")))
            Min(type, name, bound, requests, limits, faults);
        foreach (var (name, bound) in PodResources.Read(limit.GetObject("max")))
        {
            var start = $"maximum {name} usage per {type} is {bound}";
            if (!limits.TryGetValue(name, out var upper))
                faults.Add(start + ".  No limit is specified");
            else if (upper > bound)
                faults.Add($"{start}, but limit is {upper}");
            else if (requests.TryGetValue(name, out var request) && request > bound)
                faults.Add($"{start}, but request is {request}");
        }

        foreach (var (name, bound) in PodResources.Read(limit.GetObject("maxLimitRequestRatio")))
            Ratio(type, name, bound, requests, limits, faults);
    }

    private static void CheckClaim(JsonObject limit, Amounts requests, List<string> faults)
    {
        const string Type = "PersistentVolumeClaim";
        foreach (var (name, bound) in PodResources.Read(limit.GetObject("min")))
            Min(Type, name, bound, requests, _none, faults);
        foreach (var (name, bound) in PodResources.Read(limit.GetObject("max")))
        {
            var start = $"maximum {name} usage per {Type} is {bound}";
            if (!requests.TryGetValue(name, out var request))
                faults.Add(start + ".  No request is specified");
            else if (request > bound)
                faults.Add($"{start}, but request is {request}");
        }
    }

    private static void Min(string type, string name, Quantity bound, Amounts requests, Amounts limits, List<string> faults)
    {
        var start = $"minimum {name} usage per {type} is {bound}";
        if (!requests.TryGetValue(name, out var request))
            faults.Add(start + ".  No request is specified");
        else if (request < bound)
            faults.Add($"{start}, but request is {request}");
        else if (limits.TryGetValue(name, out var upper) && upper < bound)
            faults.Add($"{start}, but limit is {upper}");
    }

    private static void Ratio(string type, string name, Quantity bound, Amounts requests, Amounts limits, List<string> faults)
    {
        var start = $"{name} max limit to request ratio per {type} is {bound}, but ";
        if (!requests.TryGetValue(name, out var request) || request.IsZero)
            faults.Add(start + "no request is specified or request is 0");
        else if (!limits.TryGetValue(name, out var upper) || upper.IsZero)
            faults.Add(start + "no limit is specified or limit is 0");
        else if (upper.ToDouble() / request.ToDouble() is var ratio && ratio > bound.ToDouble())
            faults.Add(start + "provided ratio is " + ratio.ToString("F6", CultureInfo.InvariantCulture));
    }
}
