using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Apps.ControllerRevisions;

/// <summary>A revision of a StatefulSet or DaemonSet: what it was never changes.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/</remarks>
internal static class ControllerRevisionRules
{
    public static void Check(JsonObject revision, ErrorList errors)
    {
        if (revision["data"] is null or JsonNull) errors.Add(FieldError.Required(FieldPath.Of("data"), "data is mandatory"));
        errors.NonNegative(FieldPath.Of("revision"), revision["revision"]);
    }

    public static void CheckUpdate(JsonObject revision, JsonObject old, ErrorList errors) => errors.Immutable(FieldPath.Of("data"), revision["data"], old["data"]);

    public static void Print(TableRowBuilder row, JsonObject revision) => row
        .Add(new Metadata(revision).Name)
        .Add(Controller(revision))
        .Add(revision.GetInt64("revision") ?? 0)
        .AddAge(revision);

    // As kubectl would name it: statefulset.apps/web.
    private static string Controller(JsonObject revision)
    {
        foreach (var (_, owner) in revision.FindArray("metadata", "ownerReferences").Items())
        {
            if (owner.GetBool("controller") != true) continue;
            var version = owner.GetString("apiVersion") ?? "";
            var slash = version.IndexOf('/', StringComparison.Ordinal);
            var kind = owner.GetString("kind") + (slash < 0 ? "" : "." + version[..slash]);
            return $"{kind.ToLowerInvariant()}/{owner.GetString("name")}";
        }

        return "<none>";
    }
}
