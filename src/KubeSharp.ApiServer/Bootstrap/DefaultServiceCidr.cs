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
    public const string Group = "networking.k8s.io";
    public const string Plural = "servicecidrs";

    private const string Manager = "kubernetes-service-cidr-controller";

    private readonly OwnEvents events = new(writes, core.Time, Manager);
    private string reported = "";

    /// <summary>Makes it, gives it the second family that the command line may have gained, and says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
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

        // Whether one that is being deleted may go is the controller manager's to say.
        if (live is null || new Metadata(live).IsBeingDeleted) return;
        if (!JsonValue.DeepEquals(live.Find("spec", "cidrs"), cidrs))
        {
            // It was chosen by somebody: its condition is not ours to set.
            var note = $"The default ServiceCIDR {Text(live.FindArray("spec", "cidrs"))} does not match the controller flag configurations {Text(cidrs)}";
            await ReportAsync(live, "KubernetesDefaultServiceCIDRInconsistent", note, cancellationToken);
            return;
        }

        var ready = (live.FindArray("status", "conditions") ?? []).OfType<JsonObject>().FirstOrDefault(one => one.GetString("type") == "Ready");
        switch (ready?.GetString("status"))
        {
            case "True":
                break;
            case "False":
                await ReportAsync(live, ready.GetString("reason") ?? "", "Configuration matches, but " + ready.GetString("message"), cancellationToken);
                break;
            default:
                await writes.ApplyAsync(Group, Plural, "", ServiceRanges.DefaultName, "status", Status(), Manager, cancellationToken);
                break;
        }
    }

    // Once, until it is another reason.
    private async ValueTask ReportAsync(JsonObject live, string reason, string note, CancellationToken cancellationToken)
    {
        if (reported == reason) return;
        reported = reason;
        await events.ReportAsync(live, "Warning", reason, "ServiceCIDRSync", note, cancellationToken);
    }

    private static string Text(JsonArray? cidrs) => $"[{string.Join(' ', (cidrs ?? []).OfType<JsonString>().Select(cidr => cidr.Value))}]";

    private static JsonObject? Extend(JsonObject present, JsonArray cidrs)
    {
        if (present.FindArray("spec", "cidrs") is not { Count: 1 } one || cidrs.Count != 2 || !JsonValue.DeepEquals(one[0], cidrs[0])) return null;
        present.GetOrAddObject("spec").Set("cidrs", cidrs.Clone());
        return present;
    }

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
