using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>Decides which names of a definition are free within its group, and what its status says then.</summary>
internal static class NameAcceptance
{
    /// <summary>The definition with the status it should have; null if it has it.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="all">All definitions.</param>
    /// <param name="now">The time for conditions that change.</param>
    public static JsonObject? Next(JsonObject definition, IEnumerable<JsonObject> all, string now)
    {
        var next = definition.Clone();
        var status = next.GetOrAddObject("status");
        var names = next.FindObject("spec", "names") ?? [];
        var conflict = Conflict(definition, names, all);
        if (conflict is null)
        {
            status.Set("acceptedNames", names.Clone());
            CustomResourceConditions.Set(status, "NamesAccepted", true, "NoConflicts", "no conflicts found", now);
        }
        else
        {
            CustomResourceConditions.Set(status, "NamesAccepted", false, conflict.Value.Reason, conflict.Value.Message, now);
        }

        if (!CustomResourceConditions.IsTrue(definition, "Established"))
        {
            var message = conflict is null ? "the initial names have been accepted" : "not all names are accepted";
            CustomResourceConditions.Set(status, "Established", conflict is null, conflict is null ? "InitialNamesAccepted" : "NotAccepted", message, now);
        }

        return JsonValue.DeepEquals(next, definition) ? null : next;
    }

    private static (string Reason, string Message)? Conflict(JsonObject definition, JsonObject names, IEnumerable<JsonObject> all)
    {
        var (own, group) = (new Metadata(definition).Name, definition.FindString("spec", "group"));
        HashSet<string> resources = [], kinds = [];
        foreach (var other in all)
        {
            if (new Metadata(other).Name == own || other.FindString("spec", "group") != group || other.FindObject("status", "acceptedNames") is not { } taken) continue;
            resources.Add(taken.GetString("plural") ?? "");
            resources.Add(taken.GetString("singular") ?? "");
            foreach (var name in (taken.GetArray("shortNames") ?? []).OfType<JsonString>()) resources.Add(name.Value);
            kinds.Add(taken.GetString("kind") ?? "");
            kinds.Add(taken.GetString("listKind") ?? "");
        }

        resources.Remove("");
        kinds.Remove("");
        if (Taken(resources, "plural")) return ("PluralConflict", InUse("plural"));
        if (Taken(resources, "singular")) return ("SingularConflict", InUse("singular"));
        foreach (var name in (names.GetArray("shortNames") ?? []).OfType<JsonString>())
        {
            if (resources.Contains(name.Value)) return ("ShortNamesConflict", $"\"{name.Value}\" is already in use");
        }

        if (Taken(kinds, "kind")) return ("KindConflict", InUse("kind"));
        return Taken(kinds, "listKind") ? ("ListKindConflict", InUse("listKind")) : null;

        bool Taken(HashSet<string> set, string member) => names.GetString(member) is { Length: > 0 } name && set.Contains(name);

        string InUse(string member) => $"\"{names.GetString(member)}\" is already in use";
    }
}
