using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Storage.CsiNodes;

/// <summary>Checks of what CSI drivers say about a node. A driver's entry comes and goes, but does not change.</summary>
/// <remarks>https://kubernetes-csi.github.io/docs/csi-node-object.html</remarks>
internal static class CsiNodeValidation
{
    public static void Check(JsonObject node, ErrorList errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, driver) in node.FindArray("spec", "drivers").Items()) Driver(driver, FieldPath.Spec.Child("drivers").Index(index), names, errors);
    }

    public static void CheckUpdate(JsonObject node, JsonObject old, ErrorList errors)
    {
        foreach (var (_, driver) in node.FindArray("spec", "drivers").Items())
        {
            foreach (var (_, before) in old.FindArray("spec", "drivers").Items())
            {
                if (driver.GetString("name") != before.GetString("name") || JsonValue.DeepEquals(driver, before)) continue;
                // Only how many volumes fit may be told anew.
                var (now, was) = (driver.Clone(), before.Clone());
                now.Remove("allocatable");
                was.Remove("allocatable");
                if (!JsonValue.DeepEquals(now, was)) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("drivers"), Internal(now), Checks.ImmutableDetail));
            }
        }
    }

    private static void Driver(JsonObject driver, FieldPath path, HashSet<string> names, ErrorList errors)
    {
        var name = driver.GetString("name") ?? "";
        CsiNames.Check(name, path.Child("name"), errors);
        var id = driver.GetString("nodeID") ?? "";
        if (id.Length == 0) errors.Add(FieldError.Required(path.Child("nodeID")));
        else if (id.Length > 192) errors.Add(FieldError.Invalid(path.Child("nodeID"), id, "nodeID length exceeds limit of 192"));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, key) in driver.GetArray("topologyKeys").Texts())
        {
            if (!keys.Add(key)) errors.Add(FieldError.Duplicate(path, new JsonString(key)));
            if (key.Length == 0) errors.Add(FieldError.Required(path));
            errors.AddInvalid(path, key, StringValidators.QualifiedName(key));
        }

        errors.NonNegative(path.Child("allocatable", "count"), driver.Find("allocatable", "count"));
        if (!names.Add(name)) errors.Add(FieldError.Duplicate(path.Child("name"), new JsonString(name)));
    }

    // Messages show the entry as it is in memory upstream: all fields, with the names that they have in Go.
    private static JsonObject Internal(JsonObject driver)
    {
        return new JsonObject
        {
            { "Name", driver.GetString("name") ?? "" },
            { "NodeID", driver.GetString("nodeID") ?? "" },
            { "TopologyKeys", driver["topologyKeys"] ?? JsonNull.Instance },
            { "Allocatable", JsonNull.Instance },
        };
    }
}
