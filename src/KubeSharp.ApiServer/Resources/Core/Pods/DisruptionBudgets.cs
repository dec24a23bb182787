using System.Globalization;
using KubeSharp.ApiMachinery;
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

    // Who owns what the API server itself writes.
    private const string Manager = "kube-apiserver";

    /// <summary>The answer where two budgets guard one pod. It is no error of the request: the answer's own code stays that of a creation.</summary>
    public static StatusError TooMany { get; } = new()
    {
        Code = 500,
        Message = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    };

    /// <summary>Books the eviction.</summary>
    /// <returns>Why the pod must not be evicted now, or null.</returns>
    public static async ValueTask<StatusError?> TakeAsync(ResourceRequest request, JsonObject pod, bool dryRun)
    {
        var resource = request.Core.Registry.FindStored("policy", "poddisruptionbudgets")!;
        var page = await request.Core.Reader.ListAsync(
            new ListQuery { Resource = resource, Prefix = resource.Prefix(request.Namespace) }, request.Cancelled);
        if (page.Error is not null) return page.Error;
        var matching = page.Value!.Items.Where(item => Matches(item.Document, pod)).ToArray();
        if (matching.Length == 0) return null;
        if (matching.Length > 1) return TooMany;

        var budget = matching[0].Document;
        if (IsUnready(pod) && UnreadyMayGo(budget)) return null;
        StatusError? refusal = null;
        var owners = request.Core.Fields.For(request.Core.Registry.Find("policy", "v1", "poddisruptionbudgets")!, "status");
        var context = new WriteContext
        {
            Resource = resource,
            Subresource = "status",
            Namespace = request.Namespace,
            Name = new Metadata(budget).Name,
            User = UserInfo.Loopback,
            Time = request.Core.Time,
            Version = "v1",
            DryRun = dryRun,
            Cancelled = request.Cancelled,
        };
        var updated = await request.Core.Objects.UpdateAsync(context, current =>
        {
            var live = current.Clone();
            refusal = Book(current, pod, Timestamps.Now(request.Core.Time));
            return new ValueTask<Result<JsonObject>>(refusal is null ? owners.Update(live, current, Manager) : refusal);
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
        if (allowed < 0) return Forbid(metadata.Name, "pdb disruptions allowed is negative");
        if (disrupted.Count > MostDisrupted) return Forbid(metadata.Name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        if (allowed == 0)
        {
            if (disrupted.Count == 0) status.Remove("disruptedPods");
            if (SyncFailure(status) is { } failure)
                return Refuse($"The disruption budget {metadata.Name} does not allow evicting pods currently because it failed sync: {failure}", 0);
            return Refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"The disruption budget {metadata.Name} needs {status.GetInt64("desiredHealthy") ?? 0} healthy pods and has {status.GetInt64("currentHealthy") ?? 0} currently"), 0);
        }

        status.Set("disruptionsAllowed", allowed - 1);
        disrupted.Set(new Metadata(pod).Name, new JsonString(now));
        if (allowed == 1) SetDisallowed(status, now);
        return null;
    }

    private static string? SyncFailure(JsonObject status) => (status.GetArray("conditions") ?? []).OfType<JsonObject>()
        .FirstOrDefault(item => item.GetString("type") == "DisruptionAllowed" && item.GetString("status") == "False" && item.GetString("reason") == "SyncFailed")
        ?.GetString("message");

    private static void SetDisallowed(JsonObject status, string now)
    {
        var conditions = status.GetOrAddArray("conditions");
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(item => item.GetString("type") == "DisruptionAllowed");
        if (condition is null) conditions.Add(condition = new JsonObject { { "type", "DisruptionAllowed" } });
        if (condition.GetString("status") != "False")
        {
            condition.Set("status", new JsonString("False"));
            condition.Set("lastTransitionTime", new JsonString(now));
        }

        condition.Set("observedGeneration", status.GetInt64("observedGeneration") ?? 0);
        condition.Set("reason", new JsonString("InsufficientPods"));
        condition.Set("message", JsonString.Empty);
    }

    private static StatusError Forbid(string name, string why) => StatusError.Forbidden(new GroupResource("policy", "poddisruptionbudget"), name, why);

    private static StatusError Refuse(string cause, int retryAfter) => StatusError.TooManyRequests(
        "Cannot evict pod as it would violate the pod's disruption budget.", retryAfter, [new StatusCause(CauseType.DisruptionBudget, cause)]);
}
