using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

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
        var conflict = Accept(next.FindObject("spec", "names") ?? [], status, Taken(definition, all));
        CustomResourceConditions.Set(status, "NamesAccepted", conflict is null, conflict?.Reason ?? "NoConflicts", conflict?.Message ?? "no conflicts found", now);
        if (!CustomResourceConditions.IsTrue(definition, "Established")) Establish(next, status, conflict is null, now);
        Approve(next, status, now);
        Structure(next, status, now);
        return JsonValue.DeepEquals(next, definition) ? null : next;
    }

    private static void Establish(JsonObject definition, JsonObject status, bool accepted, string now)
    {
        if (!accepted) CustomResourceConditions.Set(status, "Established", false, "NotAccepted", "not all names are accepted", now);
        else if (ConversionRules.HasInvalidBundle(definition.GetObject("spec")!))
            CustomResourceConditions.Set(status, "Established", false, "InvalidCABundle", "The conversion webhook CABundle is invalid", now);
        else CustomResourceConditions.Set(status, "Established", true, "InitialNamesAccepted", "the initial names have been accepted", now);
    }

    // Each name by itself: those that are taken stay as they were accepted before. The last conflict found is told.
    private static (string Reason, string Message)? Accept(JsonObject names, JsonObject status, (HashSet<string> Resources, HashSet<string> Kinds) taken)
    {
        var accepted = status.GetOrAddObject("acceptedNames");
        (string Reason, string Message)? conflict = null;
        One("plural", taken.Resources, "PluralConflict");
        One("singular", taken.Resources, "SingularConflict");
        ShortNames();
        One("kind", taken.Kinds, "KindConflict");
        One("listKind", taken.Kinds, "ListKindConflict");
        Copy("categories");
        return conflict;

        void One(string member, HashSet<string> used, string reason)
        {
            var wanted = names.GetString(member) ?? "";
            if (wanted != (accepted.GetString(member) ?? "") && used.Contains(wanted)) conflict = (reason, InUse(wanted));
            else Copy(member);
        }

        void ShortNames()
        {
            var own = Texts(accepted.GetArray("shortNames")).ToHashSet(StringComparer.Ordinal);
            var faults = Texts(names.GetArray("shortNames")).Where(name => !own.Contains(name) && taken.Resources.Contains(name)).Select(InUse).ToList();
            if (faults.Count == 0) Copy("shortNames");
            else conflict = ("ShortNamesConflict", faults.Count == 1 ? faults[0] : $"[{string.Join(", ", faults)}]");
        }

        void Copy(string member)
        {
            if (names[member] is { } value) accepted.Set(member, value.DeepClone());
            else accepted.Remove(member);
        }
    }

    // What is accepted in the group, the definition's own names included: they may not be used twice either.
    private static (HashSet<string> Resources, HashSet<string> Kinds) Taken(JsonObject definition, IEnumerable<JsonObject> all)
    {
        HashSet<string> resources = new(StringComparer.Ordinal), kinds = new(StringComparer.Ordinal);
        var (group, own) = (definition.FindString("spec", "group"), new Metadata(definition).Name);
        // Of the definition itself only what it says now counts: the list may hold an earlier one of its name.
        foreach (var other in all.Where(other => new Metadata(other).Name != own).Append(definition))
        {
            if (other.FindString("spec", "group") != group || other.FindObject("status", "acceptedNames") is not { } names) continue;
            resources.Add(names.GetString("plural") ?? "");
            resources.Add(names.GetString("singular") ?? "");
            resources.UnionWith(Texts(names.GetArray("shortNames")));
            kinds.Add(names.GetString("kind") ?? "");
            kinds.Add(names.GetString("listKind") ?? "");
        }

        resources.Remove("");
        kinds.Remove("");
        return (resources, kinds);
    }

    private static void Approve(JsonObject definition, JsonObject status, string now)
    {
        if (!ApprovalRules.IsProtected(definition.FindString("spec", "group") ?? "")) return;
        var (state, words) = ApprovalRules.Read(definition);
        var reason = state switch
        {
            ApprovalRules.State.Approved => "ApprovedAnnotation",
            ApprovalRules.State.Bypassed => "UnapprovedAnnotation",
            ApprovalRules.State.Invalid => "InvalidAnnotation",
            _ => "MissingAnnotation",
        };
        CustomResourceConditions.Set(status, "KubernetesAPIApprovalPolicyConformant", state == ApprovalRules.State.Approved, reason, words, now);
    }

    // Only definitions from before schemas had to be structural can fail here.
    private static void Structure(JsonObject definition, JsonObject status, string now)
    {
        var faults = new ErrorList();
        var form = DefinitionForm.Of(definition);
        Check(form.Schema, FieldPath.Spec.Child("validation", "openAPIV3Schema"));
        for (var i = 0; i < form.Versions.Count; i++) Check(form.Versions[i]["schema"], FieldPath.Spec.Child("versions").Index(i).Child("schema", "openAPIV3Schema"));
        if (definition.Find("spec", "preserveUnknownFields") is JsonBoolean { Value: true })
            faults.Add(FieldError.Invalid(FieldPath.Spec.Child("preserveUnknownFields"), true, "must be false"));
        if (faults.Count > 0) CustomResourceConditions.Set(status, "NonStructuralSchema", true, "Violations", faults.ToString(), now);
        else CustomResourceConditions.Remove(status, "NonStructuralSchema");

        void Check(JsonValue? schema, FieldPath at)
        {
            if (schema?.Find("openAPIV3Schema") is JsonObject found) faults.AddRange(StructuralRules.Check(SchemaNode.Read(found), at));
        }
    }

    private static IEnumerable<string> Texts(JsonArray? list) => (list ?? []).OfType<JsonString>().Select(text => text.Value);

    private static string InUse(string name) => $"\"{name}\" is already in use";
}
