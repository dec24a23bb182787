using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Asks the disruption budget of a pod whether it may be evicted, and books the eviction.</summary>
internal static class DisruptionBudgets
{
    // More disrupted pods than this mean that the budget's controller does not keep up.
    private const int MostDisrupted = 2000;

    /// <summary>Books the eviction.</summary>
    /// <returns>Why the pod must not be evicted now, or null.</returns>
    public static async ValueTask<StatusError?> TakeAsync(ResourceRequest request, JsonObject pod, bool dryRun)
    {
        // A pod that has ended or never began disrupts nobody; nor does one that is being deleted.
        if (pod.FindString("status", "phase") is "Succeeded" or "Failed" or "Pending" or null || new Metadata(pod).IsBeingDeleted) return null;
        var resource = request.Core.Registry.FindStored("policy", "poddisruptionbudgets")!;
        var page = await request.Core.Reader.ListAsync(
            new ListQuery { Resource = resource, Prefix = resource.Prefix(request.Namespace) }, request.Cancelled);
        if (page.Error is not null) return page.Error;
        var matching = page.Value!.Items.Where(item => Matches(item.Document, pod)).ToArray();
        if (matching.Length == 0) return null;
        if (matching.Length > 1) return StatusError.InternalError("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");

        var budget = matching[0].Document;
        if (IsUnready(pod) && UnreadyMayGo(budget)) return null;
        StatusError? refusal = null;
        var context = new WriteContext
        {
            Resource = resource,
            Subresource = "status",
            Namespace = request.Namespace,
            Name = new Metadata(budget).Name,
            User = UserInfo.Loopback,
            Time = request.Core.Time,
            FieldManager = "kube-apiserver",
            Version = "v1",
            DryRun = dryRun,
            Cancelled = request.Cancelled,
        };
        var updated = await request.Core.Objects.UpdateAsync(context, current =>
        {
            refusal = Book(current, pod, Timestamps.Now(request.Core.Time));
            return new ValueTask<Result<JsonObject>>(refusal is null ? current : refusal);
        });
        return updated.Error;
    }

    private static bool Matches(JsonObject budget, JsonObject pod) =>
        budget.FindObject("spec", "selector") is { } selector
        && LabelQuery.TryFrom(selector, out var query, out _) && query.Matches(new Metadata(pod).Labels);

    private static bool IsUnready(JsonObject pod) => PodConditions.Get(pod, "Ready") != "True";

    private static bool UnreadyMayGo(JsonObject budget)
    {
        if (budget.FindString("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow") return true;
        var status = budget.GetObject("status");
        var (healthy, desired) = (status?.GetInt64("currentHealthy") ?? 0, status?.GetInt64("desiredHealthy") ?? 0);
        return healthy >= desired && desired > 0;
    }

    private static StatusError? Book(JsonObject budget, JsonObject pod, string now)
    {
        var metadata = new Metadata(budget);
        var status = budget.GetOrAddObject("status");
        if ((status.GetInt64("observedGeneration") ?? 0) < metadata.Generation)
        {
            return Refuse($"The disruption budget {metadata.Name} is still being processed by the server.", 10);
        }

        var allowed = status.GetInt64("disruptionsAllowed") ?? 0;
        var disrupted = status.GetOrAddObject("disruptedPods");
        if (disrupted.Count > MostDisrupted) return Refuse("DisruptedPods map too big - too many evictions not confirmed by PDB controller", 0);
        if (allowed <= 0)
        {
            if (disrupted.Count == 0) status.Remove("disruptedPods");
            return Refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"The disruption budget {metadata.Name} needs {status.GetInt64("desiredHealthy") ?? 0} healthy pods and has {status.GetInt64("currentHealthy") ?? 0} currently"), 0);
        }

        status.Set("disruptionsAllowed", allowed - 1);
        disrupted.Set(new Metadata(pod).Name, new JsonString(now));
        if (allowed == 1) SetDisallowed(status, metadata.Generation, now);
        return null;
    }

    private static void SetDisallowed(JsonObject status, long generation, string now)
    {
        var conditions = status.GetOrAddArray("conditions");
        conditions.RemoveAll(item => item is JsonObject condition && condition.GetString("type") == "DisruptionAllowed");
        conditions.Add(new JsonObject
        {
            { "type", "DisruptionAllowed" },
            { "status", "False" },
            { "observedGeneration", generation },
            { "lastTransitionTime", now },
            { "reason", "InsufficientPods" },
            { "message", "" },
        });
    }

    private static StatusError Refuse(string cause, int retryAfter) => StatusError.TooManyRequests(
        "Cannot evict pod as it would violate the pod's disruption budget.", retryAfter, [new StatusCause(CauseType.DisruptionBudget, cause)]);
}
