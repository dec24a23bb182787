using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>
/// Keeps <c>metadata.managedFields</c>: who owns which fields, on every write, and carries out server-side apply. One for each resource,
/// version and subresource; stateless. Call it after decoding and defaulting and before admission.
/// <see href="https://kubernetes.io/docs/reference/using-api/server-side-apply/"/>.
/// </summary>
public sealed class FieldManager
{
    /// <summary>The most managers with operation Update that an object keeps apart; older ones are united as <c>ancient-changes</c>.</summary>
    public const int MaxUpdateManagers = 10;

    private const string Self = "current-operation";
    private const string BeforeFirstApply = "before-first-apply";
    private const string AncientChanges = "ancient-changes";

    /// <summary>What the server itself sets and nobody owns.</summary>
    private static readonly FieldSet Stripped = FieldSet.OfFields(
        "apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace", "metadata.creationTimestamp", "metadata.selfLink",
        "metadata.uid", "metadata.clusterName", "metadata.generation", "metadata.managedFields", "metadata.resourceVersion");

    private readonly FieldManagerOptions options;
    private readonly string apiVersion;
    private readonly OwnershipUpdater updater;

    /// <summary>A field manager for one resource, version and subresource.</summary>
    public FieldManager(FieldManagerOptions options)
    {
        this.options = options;
        apiVersion = options.Kind.ApiVersion;
        updater = new OwnershipUpdater(options.Schema, apiVersion, options.ResetFields, options.Versions);
        EmptyObject = options.Schema.Name is null
            ? new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = options.Kind.Kind }
            : DocumentDecoder.Normalize([], options.Schema);
    }

    /// <summary>The live object of a create: what an empty Go value prints. Not to be changed.</summary>
    public JsonObject EmptyObject { get; }

    /// <summary>The manager's name: the one given, or what the user agent says before its first slash.</summary>
    public static string ManagerName(string? fieldManager, string? userAgent)
    {
        if (!string.IsNullOrEmpty(fieldManager)) return fieldManager;
        var name = new StringBuilder();
        var bytes = 0;
        foreach (var rune in (userAgent ?? "").Split('/')[0].EnumerateRunes())
        {
            if (!GoText.IsPrintable(rune)) continue;
            bytes += rune.Utf8SequenceLength;
            if (bytes > 128) break;
            name.Append(rune.ToString());
        }

        return NameOr(name.ToString());
    }

    /// <summary>Notes in the new object what a create, update or patch changed.</summary>
    /// <param name="live">The object as it is stored; <see cref="EmptyObject"/> for a create. Not changed.</param>
    /// <param name="changed">The object to be stored. Its managedFields are replaced, in place.</param>
    /// <param name="manager">The manager's name.</param>
    /// <returns>The changed object.</returns>
    public JsonObject Update(JsonObject live, JsonObject changed, string manager)
    {
        var managed = ManagedFields.LiveOrNew(live, changed, options.Subresource.Length > 0);
        changed.GetObject("metadata")?.Remove("managedFields");
        UpdateTracked(WithoutManagedFields(live), changed, managed, manager);
        managed.WriteTo(changed);
        return changed;
    }

    /// <summary>
    /// Applies a configuration. The result is the new object in canonical form, not yet defaulted, with its managedFields; the live object
    /// itself, apart from managedFields, when nothing changes.
    /// </summary>
    /// <param name="live">The object as it is stored; <see cref="EmptyObject"/> (or a copy with name and namespace) for a create. Not changed.</param>
    /// <param name="configuration">What the client sent. Not changed.</param>
    /// <param name="manager">The manager's name.</param>
    /// <param name="force">Whether to take fields from their owners.</param>
    public Result<JsonObject> Apply(JsonObject live, JsonObject configuration, string manager, bool force)
    {
        var kind = GroupVersionKind.From(configuration.GetString("apiVersion"), configuration.GetString("kind"));
        if (kind != options.Kind) return StatusError.BadRequest($"invalid object type: {kind}");
        // Also none is too many: only what is left out is nil.
        if (configuration.FindArray("metadata", "managedFields") is not null)
            return StatusError.BadRequest("metadata.managedFields must be nil");
        if (TypedValidator.Validate(configuration, options.Schema) is { } fault)
            return StatusError.Unclassified($"failed to create typed patch object ({Describe(configuration, kind)}): {fault}");
        var managed = ManagedFields.Parse(live.FindArray("metadata", "managedFields")) ?? new ManagedFields();
        var bare = WithoutManagedFields(live);
        var before = managed.Copy();
        var (merged, conflicts) = ApplyTracked(bare, configuration, managed, manager, force);
        if (conflicts.Count > 0 && manager == "kubectl" && LastApplied.Allows(bare, conflicts, options.Schema, out conflicts))
        {
            managed = before.Copy();
            (merged, conflicts) = ApplyTracked(bare, configuration, managed, manager, force: true);
        }

        if (conflicts.Count > 0) return FieldConflicts.ToStatus(conflicts);
        var unchanged = JsonValue.DeepEquals(bare, merged);
        var identifier = ManagedEntry.IdentifierOf(NameOr(manager), applied: true, apiVersion, options.Subresource);
        if (!unchanged && managed[identifier] is { } entry) managed.Set(entry with { Time = Now() });
        JsonObject result;
        if (unchanged)
        {
            result = bare.Clone();
        }
        else
        {
            var decoded = DocumentDecoder.Decode(merged, options.Schema);
            if (decoded.Object is null)
                return StatusError.Unclassified($"failed to convert merged object at last applied version: {decoded.Error}");
            result = decoded.Object;
        }

        if (manager == "kubectl") LastApplied.Refresh(result, configuration);
        managed.WriteTo(result);
        return result;
    }

    /// <summary>
    /// Takes the old entries over when a write changed nothing but their times, so that it can be recognized as one that changes nothing.
    /// </summary>
    public static void IgnoreChangedTimes(JsonObject live, JsonObject changed)
    {
        var oldList = live.FindArray("metadata", "managedFields");
        var newList = changed.FindArray("metadata", "managedFields");
        if (oldList is null || newList is null || oldList.Count != newList.Count) return;
        for (var i = 0; i < oldList.Count; i++)
        {
            if (oldList[i] is not JsonObject a || newList[i] is not JsonObject b || a.Count != b.Count) return;
            foreach (var (name, value) in a)
                if (name != "time" && !JsonValue.DeepEquals(value, b[name])) return;
        }

        if (!JsonValue.DeepEquals(WithoutManagedFields(live), WithoutManagedFields(changed))) return;
        changed.GetObject("metadata")!.Set("managedFields", oldList.Clone());
    }

    private static JsonObject WithoutManagedFields(JsonObject source)
    {
        if (source.GetObject("metadata") is not { } metadata || !metadata.Contains("managedFields")) return source;
        var copy = source.ShallowClone();
        var bare = metadata.ShallowClone();
        bare.Remove("managedFields");
        copy.Set("metadata", bare);
        return copy;
    }

    private static string Describe(JsonObject source, GroupVersionKind kind) =>
        $"{source.FindString("metadata", "namespace")}/{source.FindString("metadata", "name")}; {kind}";

    private static string NameOr(string manager) => manager.Length == 0 ? "unknown" : manager;

    private (JsonObject Merged, List<FieldConflict> Conflicts) ApplyTracked(
        JsonObject live, JsonObject configuration, ManagedFields managed, string manager, bool force)
    {
        // An object that nobody tracked so far belongs to whoever made it, before it is applied to for the first time.
        if (managed.Count == 0) UpdateManagers(EmptyObject, live, managed, BeforeFirstApply);
        var applier = Entry(manager, applied: true);
        var result = updater.Apply(live, configuration, managed, applier, force);
        if (result.Conflicts.Count == 0) Strip(managed, applier.Identifier);
        return result;
    }

    private void UpdateTracked(JsonObject live, JsonObject changed, ManagedFields managed, string manager)
    {
        if (managed.Count == 0 && !string.IsNullOrEmpty(live.FindString("metadata", "uid"))) return;
        UpdateManagers(live, changed, managed, manager);
    }

    private void UpdateManagers(JsonObject live, JsonObject changed, ManagedFields managed, string manager)
    {
        var taken = updater.Update(live, changed, managed, Self)?.Difference(Stripped);
        if (taken is { IsEmpty: false })
        {
            var entry = Entry(manager, applied: false);
            var previous = managed[entry.Identifier]?.Fields ?? FieldSet.Empty;
            managed.Set(entry with { Fields = taken.Union(previous), Time = Now() });
        }

        CapUpdateManagers(managed);
    }

    private ManagedEntry Entry(string manager, bool applied) => new ManagedEntry
    {
        Manager = NameOr(manager),
        Applied = applied,
        ApiVersion = apiVersion,
        Subresource = options.Subresource,
        Fields = FieldSet.Empty,
    }.Identified();

    private static void Strip(ManagedFields managed, string identifier)
    {
        if (managed[identifier] is not { } entry) return;
        var rest = entry.Fields.Difference(Stripped);
        if (rest.IsEmpty) managed.Remove(identifier);
        else managed.Set(entry with { Fields = rest });
    }

    private static void CapUpdateManagers(ManagedFields managed)
    {
        if (managed.Count <= MaxUpdateManagers) return;
        var updaters = managed.Entries.Where(entry => !entry.Applied)
            .OrderBy(entry => entry.Time ?? "", StringComparer.Ordinal).ThenBy(entry => entry.Identifier, GoOrder.Instance).ToList();
        var count = updaters.Count;
        var first = new Dictionary<string, ManagedEntry>(StringComparer.Ordinal);
        for (var i = 0; i < updaters.Count && count > MaxUpdateManagers; i++)
        {
            var entry = updaters[i];
            if (!first.TryGetValue(entry.ApiVersion, out var earlier))
            {
                first.Add(entry.ApiVersion, entry);
                continue;
            }

            var bucket = new ManagedEntry
            {
                Manager = AncientChanges,
                Applied = false,
                ApiVersion = entry.ApiVersion,
                Fields = FieldSet.Empty,
            }.Identified();
            var existing = managed[bucket.Identifier];
            if (existing is null)
            {
                existing = earlier;
                managed.Remove(earlier.Identifier);
            }

            managed.Remove(entry.Identifier);
            managed.Set(bucket with { Fields = entry.Fields.Union(existing.Fields), Time = entry.Time });
            count--;
        }
    }

    private string Now() => options.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
