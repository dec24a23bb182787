using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiMachinery.Patching;

/// <summary>
/// One application of a strategic merge patch. It consumes both documents. Methods answer null once <see cref="Error"/> is set. The
/// rules are those of <c>k8s.io/apimachinery/pkg/util/strategicpatch</c>: directives first, then member by member.
/// </summary>
internal sealed class StrategicMerger
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromList = "$deleteFromPrimitiveList";
    private const string SetElementOrder = "$setElementOrder";

    public StatusError? Error { get; private set; }

    public JsonObject? MergeObject(JsonObject original, JsonObject patch, TypeSchema? schema)
    {
        if (patch[Directive] is { } directive) return ReplaceOrDelete(directive, patch);
        if (!ApplyRetainKeys(original, patch) || !ApplyElementOrders(original, patch, schema)) return null;
        for (var i = 0; i < patch.Count; i++)
        {
            var name = patch.NameAt(i);
            var value = patch.ValueAt(i);
            var deleting = name.StartsWith(DeleteFromList, StringComparison.Ordinal);
            if (deleting)
            {
                if (!TryListName(name, DeleteFromList, out name)) return Fail(StatusError.BadRequest("invalid patch format of primitive list"));
            }

            if (value.IsNull)
            {
                original.Remove(name);
                continue;
            }

            var before = original[name];
            if (before is null || before.Kind != value.Kind)
            {
                if (deleting) continue;
                if (StrategicDirectives.Strip(value) is { } plain) original.Set(name, plain);
                else original.Remove(name);
                continue;
            }

            var (inner, strategy, mergeKey) = Lookup(schema, name);
            switch (value)
            {
                case JsonObject change when (strategy & PatchStrategy.Replace) == 0:
                    if (MergeObject((JsonObject)before, change, inner) is not { } merged) return null;
                    original.Set(name, merged);
                    break;
                case JsonArray items when deleting || (strategy & PatchStrategy.Merge) != 0:
                    if (MergeList((JsonArray)before, items, inner, mergeKey, deleting) is not { } list) return null;
                    original.Set(name, list);
                    break;
                default:
                    original.Set(name, value);
                    break;
            }
        }

        return original;
    }

    private static (TypeSchema? Type, PatchStrategy Strategy, string MergeKey) Lookup(TypeSchema? schema, string name)
    {
        if (schema is null) return (null, PatchStrategy.None, "");
        if (schema.TryGetField(name, out var field)) return (Element(field.Type), field.PatchStrategy, field.PatchMergeKey ?? "");
        return (schema.Type == FieldType.Map ? schema.Items : null, PatchStrategy.None, "");

        static TypeSchema? Element(TypeSchema type) => type.Type == FieldType.List ? type.Items : type;
    }

    private static bool TryListName(string member, string prefix, out string name)
    {
        name = member;
        if (member.Length <= prefix.Length || member[prefix.Length] != '/') return false;
        name = member[(prefix.Length + 1)..];
        return true;
    }

    private JsonObject? ReplaceOrDelete(JsonValue directive, JsonObject patch)
    {
        switch ((directive as JsonString)?.Value)
        {
            case "replace":
                patch.Remove(Directive);
                return patch;
            case "delete":
                return [];
            default:
                return Fail(UnknownType(directive, patch));
        }
    }

    private bool ApplyRetainKeys(JsonObject original, JsonObject patch)
    {
        if (patch[RetainKeys] is not { } directive) return true;
        patch.Remove(RetainKeys);
        if (directive is not JsonArray list) return BadRetainKeys();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list)
            if (item is JsonString key) keys.Add(key.Value);
        foreach (var (name, value) in patch)
        {
            if (value.IsNull || name.StartsWith(DeleteFromList, StringComparison.Ordinal)
                || name.StartsWith(SetElementOrder, StringComparison.Ordinal))
            {
                continue;
            }

            if (!keys.Contains(name)) return BadRetainKeys();
        }

        for (var i = original.Count - 1; i >= 0; i--)
            if (!keys.Contains(original.NameAt(i))) original.RemoveAt(i);
        return true;

        bool BadRetainKeys() => Fail(StatusError.BadRequest("invalid patch format of retainKeys")) is not null;
    }

    private bool ApplyElementOrders(JsonObject original, JsonObject patch, TypeSchema? schema)
    {
        for (var i = 0; i < patch.Count; i++)
        {
            var member = patch.NameAt(i);
            if (!member.StartsWith(SetElementOrder, StringComparison.Ordinal)) continue;
            if (!TryListName(member, SetElementOrder, out var name))
                return Fail(StatusError.BadRequest("invalid patch format of setElementOrder list")) is not null;
            if (patch.ValueAt(i) is not JsonArray order) return BadType(patch.ValueAt(i));
            patch.RemoveAt(i--);
            if (original[name] is not (null or JsonArray)) return BadType(original[name]!);
            if (patch[name] is not (null or JsonArray)) return BadType(patch[name]!);
            var before = original.GetArray(name);
            var change = patch.GetArray(name);
            var (inner, strategy, mergeKey) = Lookup(schema, name);
            if (change is not null && !OrderFits(change, order, mergeKey)) return false;

            JsonArray? merged;
            if (before is null && change is null) continue;
            if (change is null) merged = before;
            else if (before is null) merged = (JsonArray)StrategicDirectives.Strip(change)!;
            else merged = (strategy & PatchStrategy.Merge) != 0 ? MergeList(before, change, inner, mergeKey, deleting: false) : change;
            if (merged is null) return false;
            if (ElementKind(before ?? [], change ?? []) is null) return false;
            if (mergeKey.Length > 0 && !RequireKeys(merged, mergeKey)) return false;
            original.Set(name, ListOrder.Arrange(merged, order, before ?? [], mergeKey));
            var at = patch.IndexOf(name);
            if (at >= 0)
            {
                patch.RemoveAt(at);
                if (at <= i) i--;
            }
        }

        return true;

        bool BadType(JsonValue value) =>
            Fail(StatusError.Unclassified($"expected a []interface {{}}, but received a {GoType(value)}")) is not null;
    }

    private JsonArray? MergeList(JsonArray original, JsonArray patch, TypeSchema? schema, string mergeKey, bool deleting)
    {
        if (original.Count == 0 && patch.Count == 0) return original;
        if (ElementKind(original, patch) is not { } kind) return null;
        if (kind != JsonKind.Object)
        {
            if (deleting)
            {
                original.RemoveAll(item => ListOrder.Find(patch, item, "") >= 0);
                return original;
            }

            var both = new JsonArray(original.Count + patch.Count);
            foreach (var item in original) if (ListOrder.Find(both, item, "") < 0) both.Add(item);
            foreach (var item in patch) if (ListOrder.Find(both, item, "") < 0) both.Add(item);
            return ListOrder.Arrange(both, patch, original, "");
        }

        if (mergeKey.Length == 0)
            return FailList(StatusError.Unclassified($"cannot merge lists without merge key for {schema?.ToString()}"));
        return MergeObjects(original, patch, schema, mergeKey);
    }

    private JsonArray? MergeObjects(JsonArray original, JsonArray patch, TypeSchema? schema, string mergeKey)
    {
        var plain = new JsonArray(patch.Count);
        var replace = false;
        foreach (var item in patch)
        {
            var change = (JsonObject)item;
            if (change[Directive] is not { } directive)
            {
                plain.Add(change);
                continue;
            }

            switch ((directive as JsonString)?.Value)
            {
                case "delete":
                    if (change[mergeKey] is not { } doomed) return FailList(NoMergeKey(change, mergeKey));
                    original.RemoveAll(candidate => JsonValue.DeepEquals(((JsonObject)candidate)[mergeKey], doomed));
                    break;
                case "replace":
                    replace = true;
                    break;
                case "merge":
                    return FailList(StatusError.Unclassified("merging lists cannot yet be specified in the patch"));
                default:
                    return FailList(UnknownType(directive, change));
            }
        }

        if (replace) return RequireKeys(plain, mergeKey) ? plain : null;
        var merged = new JsonArray(original);
        foreach (var item in plain)
        {
            var change = (JsonObject)item;
            if (change[mergeKey] is null) return FailList(NoMergeKey(change, mergeKey));
            var at = ListOrder.Find(merged, change, mergeKey);
            if (at < 0)
            {
                if (StrategicDirectives.Strip(change) is { } added) merged.Add(added);
                continue;
            }

            if (MergeObject((JsonObject)merged[at], change, schema) is not { } result) return null;
            merged[at] = result;
        }

        return RequireKeys(merged, mergeKey) ? ListOrder.Arrange(merged, plain, original, mergeKey) : null;
    }

    private bool RequireKeys(JsonArray list, string mergeKey)
    {
        foreach (var item in list)
            if (item is JsonObject o && o[mergeKey] is null) return FailList(NoMergeKey(o, mergeKey)) is not null;
        return true;
    }

    private static StatusError NoMergeKey(JsonObject item, string mergeKey) =>
        StatusError.Unclassified($"map: {GoText.Value(item)} does not contain declared merge key: {mergeKey}");

    private static StatusError UnknownType(JsonValue directive, JsonObject patch) =>
        StatusError.Unclassified($"unknown patch type: {GoText.Value(directive)} in map: {GoText.Value(patch)}");

    // All elements of both lists are of one kind, which is not a list.
    private JsonKind? ElementKind(JsonArray original, JsonArray patch)
    {
        JsonKind? kind = null;
        foreach (var item in original.Concat(patch))
        {
            if (kind is null && item is JsonArray) return FailKind(StatusError.Rejected());
            kind ??= item.Kind;
            if (item.Kind != kind)
                return FailKind(StatusError.Unclassified($"list element types are not identical: [{GoText.Value(original)} {GoText.Value(patch)}]"));
        }

        return kind ?? FailKind(StatusError.Unclassified("no elements in any of the given slices"));
    }

    // What the patch has stands in the given order, but for what it deletes.
    private bool OrderFits(JsonArray change, JsonArray order, string mergeKey)
    {
        if (change.Count == 0 || order.Count == 0) return true;
        var wanted = 0;
        var kept = mergeKey.Length > 0 ? StrategicDirectives.WithoutDeletions(change) : change;
        if (mergeKey.Length > 0 && change.FirstOrDefault(item => item is not JsonObject) is { } odd) return BadElement(odd);
        for (var i = 0; i < order.Count && wanted < kept.Count; i++)
        {
            if (mergeKey.Length > 0)
            {
                if (order[i] is not JsonObject) return BadElement(order[i]);
                if (((JsonObject)kept[wanted])[mergeKey] is null) return FailList(NoMergeKey((JsonObject)kept[wanted], mergeKey)) is not null;
                if (((JsonObject)order[i])[mergeKey] is null) return FailList(NoMergeKey((JsonObject)order[i], mergeKey)) is not null;
            }

            if (ListOrder.Find([order[i]], kept[wanted], mergeKey) == 0) wanted++;
        }

        return wanted == kept.Count || Fail(StatusError.Unclassified(
            $"The order in patch list:\n{GoText.Value(change)}\n doesn't match {SetElementOrder} list:\n{GoText.Value(order)}\n")) is not null;

        bool BadElement(JsonValue item) =>
            Fail(StatusError.Unclassified($"expected a map[string]interface {{}}, but received a {GoType(item)}")) is not null;
    }

    private static string GoType(JsonValue value) => value switch
    {
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        JsonNumber number => number.TryGetInt64(out _) ? "int64" : "float64",
        JsonNull => "%!s(<nil>)",
        _ => value.GoKind,
    };

    private JsonKind? FailKind(StatusError error)
    {
        Error ??= error;
        return null;
    }

    private JsonObject? Fail(StatusError error)
    {
        Error ??= error;
        return null;
    }

    private JsonArray? FailList(StatusError error)
    {
        Error ??= error;
        return null;
    }
}
