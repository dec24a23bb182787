using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The ServiceCIDR that stands for <c>--service-cluster-ip-range</c>, with its Ready condition.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/</remarks>
internal sealed class DefaultServiceCidr(ServerCore core, OwnWrites writes)
{
    private const string Manager = "kubernetes-service-cidr-controller";
    private const string Group = "networking.k8s.io";
    private const string Plural = "servicecidrs";

    /// <summary>Makes it, gives it the second family that the command line may have gained, and says that it is ready.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var cidrs = JsonArray.OfStrings(core.Options.ServiceClusterIPRange.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var made = await writes.CreateAsync(Group, Plural, Document(cidrs), cancellationToken);
        if (made.Error is { Reason: not StatusReason.AlreadyExists } error) throw new InvalidOperationException($"The default ServiceCIDR could not be made: {error.Message}");
        var live = made.Value?.Document;
        if (live is null)
        {
            var updated = await writes.UpdateAsync(Group, Plural, "", ServiceRanges.DefaultName, "", present => Extend(present, cidrs), cancellationToken);
            live = updated.Value?.Object.Document;
        }

        // A range that is not the command line's was chosen by somebody: its condition is not ours to set.
        if (live is null || !JsonValue.DeepEquals(live.Find("spec", "cidrs"), cidrs) || new Metadata(live).IsBeingDeleted || IsReady(live)) return;
        await writes.ApplyAsync(Group, Plural, "", ServiceRanges.DefaultName, "status", Status(), Manager, cancellationToken);
    }

    private static JsonObject? Extend(JsonObject present, JsonArray cidrs)
    {
        if (present.FindArray("spec", "cidrs") is not { Count: 1 } one || cidrs.Count != 2 || !JsonValue.DeepEquals(one[0], cidrs[0])) return null;
        present.GetOrAddObject("spec").Set("cidrs", cidrs.Clone());
        return present;
    }

    private static bool IsReady(JsonObject cidr) =>
        (cidr.FindArray("status", "conditions") ?? []).OfType<JsonObject>().Any(one => one.GetString("type") == "Ready" && one.GetString("status") == "True");

    private static JsonObject Document(JsonArray cidrs) => new()
    {
        { "kind", "ServiceCIDR" },
        { "apiVersion", "networking.k8s.io/v1" },
        { "metadata", new JsonObject { { "name", ServiceRanges.DefaultName } } },
        { "spec", new JsonObject { { "cidrs", cidrs.Clone() } } },
    };

    private JsonObject Status() => new()
    {
        { "kind", "ServiceCIDR" },
        { "apiVersion", "networking.k8s.io/v1" },
        { "metadata", new JsonObject { { "name", ServiceRanges.DefaultName } } },
        {
            "status", new JsonObject
            {
                {
                    "conditions", new JsonArray
                    {
                        new JsonObject
                        {
                            { "type", "Ready" },
                            { "status", "True" },
                            { "lastTransitionTime", Timestamps.Now(core.Time) },
                            { "message", "Kubernetes default Service CIDR is ready" },
                        },
                    }
                },
            }
        },
    };
}
