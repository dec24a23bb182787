using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>How the status of a claim may change, and how it prints.</summary>
internal static class ClaimStatusRules
{
    private const int MostConsumers = 256;

    public static void CheckUpdate(JsonObject claim, JsonObject old, ErrorList errors)
    {
        var (status, before) = (claim.GetObject("status") ?? [], old.GetObject("status") ?? []);
        var (allocation, allocated) = (status.GetObject("allocation"), before.GetObject("allocation"));
        var consumers = status.GetArray("reservedFor") ?? [];
        var path = FieldPath.Status.Child("reservedFor");
        DeviceLists.Set(consumers, MostConsumers, "uid", path, errors, (consumer, at) =>
        {
            foreach (var name in (ReadOnlySpan<string>)["resource", "name", "uid"])
            {
                if (string.IsNullOrEmpty(consumer.GetString(name))) errors.Add(FieldError.Required(at.Child(name)));
            }
        });
        ClaimDeviceRules.Check(status, FieldPath.Status.Child("devices"), errors);

        if (consumers.Count > 0)
        {
            if (allocation is null) errors.Add(FieldError.Forbidden(path, "may not be specified when `allocated` is not set"));
            else if (new Metadata(claim).IsBeingDeleted && consumers.Any(consumer => before.GetArray("reservedFor")?.Any(one => JsonValue.DeepEquals(one, consumer)) != true))
                errors.Add(FieldError.Forbidden(path, "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set"));
        }

        if (allocation is not null && allocated is null)
            AllocationRules.Check(allocation, new RequestNames(claim.FindObject("spec", "devices")), FieldPath.Status.Child("allocation"), errors);
        if (allocation is null || allocated is null || JsonValue.DeepEquals(allocation, allocated)) return;
        var schema = SchemaRegistry.Kubernetes.FindKind("resource.k8s.io", "v1", "ResourceClaim")!.Find("status", "allocation")!;
        errors.Add(FieldError.Invalid(FieldPath.Status.Child("allocation"), GoStructs.Of(allocation, schema), "field is immutable"));
    }

    public static void Print(TableRowBuilder row, JsonObject claim) => row.Add(new Metadata(claim).Name).Add(State(claim)).AddAge(claim);

    private static string State(JsonObject claim)
    {
        List<string> states = [];
        var deleted = new Metadata(claim).IsBeingDeleted;
        if (deleted) states.Add("deleted");
        var status = claim.GetObject("status");
        if (status?.GetObject("allocation") is null)
        {
            if (!deleted) states.Add("pending");
        }
        else
        {
            states.Add("allocated");
            if (status.GetArray("reservedFor") is { Count: > 0 }) states.Add("reserved");
        }

        return string.Join(',', states);
    }
}
