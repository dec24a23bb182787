using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiMachinery.Tests.Apply;

/// <summary>
/// Follows the managedFields of every recorded write: from the recorded object before it and the recorded object after it, the field manager
/// must come to the recorded entries.
/// </summary>
public sealed class RecordedOwnershipTests
{
    // Admission and strategies change these after ownership is decided; what they add is nobody's.
    private static readonly HashSet<string> ChangedLater = ["Pod", "Service", "PersistentVolumeClaim", "Node", "Namespace", "Scale", "Binding", "Eviction", "TokenRequest",
        "Job", "CronJob", "CertificateSigningRequest", "DaemonSet"];

    [Fact]
    public void Every_recorded_write_leads_to_the_recorded_entries()
    {
        var failures = new List<string>();
        var compared = 0;
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("golden/corpus"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file).Replace("<time>", "2026-01-02T03:04:05Z", StringComparison.Ordinal)
                .Replace("<microtime>", "2026-01-02T03:04:05.000006Z", StringComparison.Ordinal)
                .Replace("\"<nodePort>\"", "30000", StringComparison.Ordinal);
            var live = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
            var custom = new Dictionary<GroupVersionKind, (TypeSchema Schema, string Plural, bool HasStatus)>();
            var index = -1;
            foreach (var item in JsonParser.Parse(text).FindArray("steps") ?? [])
            {
                index++;
                var step = (JsonObject)item;
                var request = step.GetString("request");
                if (request is null || step.Find("response", "body") is not JsonObject body || step.GetArray("pick") is not null) continue;
                if (body.GetString("kind") is null or "Status" || step.GetArray("drop") is not null) continue;
                if (body.GetString("kind") == "CustomResourceDefinition") AddCustom(body, custom);
                var outcome = Check(step, request, body, live, custom);
                if (outcome is null) continue;
                compared++;
                if (outcome.Length > 0) failures.Add($"{Path.GetRelativePath(SharedData.Root!, file)} step {index}: {request}: {outcome}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {compared}\n" + string.Join("\n", failures.Take(60)));
        Assert.True(compared > 300, compared.ToString());
    }

    private static void AddCustom(JsonObject definition, Dictionary<GroupVersionKind, (TypeSchema Schema, string Plural, bool HasStatus)> custom)
    {
        foreach (var item in definition.FindArray("spec", "versions") ?? [])
        {
            var kind = new GroupVersionKind(definition.FindString("spec", "group")!, item.FindString("name")!, definition.FindString("spec", "names", "kind")!);
            custom[kind] = (CustomTypes.FromDefinition(item.FindObject("schema", "openAPIV3Schema")), definition.FindString("spec", "names", "plural")!, item.Find("subresources", "status") is not null);
        }
    }

    private static string? Check(
        JsonObject step,
        string request,
        JsonObject body,
        Dictionary<string, JsonObject> live,
        Dictionary<GroupVersionKind, (TypeSchema Schema, string Plural, bool HasStatus)> custom)
    {
        var kind = GroupVersionKind.From(body.GetString("apiVersion"), body.GetString("kind"));
        var schema = SchemaRegistry.Kubernetes.FindKind(kind.Group, kind.Version, kind.Kind);
        var (customSchema, plural, hasStatus) = custom.GetValueOrDefault(kind);
        schema ??= customSchema;
        if (schema is null || body.FindString("metadata", "name") is not { } name) return null;
        var method = request.Split(' ')[0];
        var path = request.Split(' ')[1].Split('?')[0];
        var query = request.Contains('?', StringComparison.Ordinal) ? request.Split('?')[1] : "";
        var parent = SchemaRegistry.Kubernetes.FindResourceByKind(kind.Group, kind.Version, kind.Kind)?.Plural ?? plural;
        if (parent is null) return null;
        var key = $"{kind.ApiVersion}/{parent}/{body.FindString("metadata", "namespace")}/{name}";
        var before = live.GetValueOrDefault(key);
        var dry = query.Contains("dryRun", StringComparison.Ordinal);
        if (!dry && method is "POST" or "PUT" or "PATCH" or "GET" && !dry) live[key] = body;
        if (method is "GET" or "DELETE") return null;
        if (method == "POST") before = null;
        else if (before is null) return null;
        if (ChangedLater.Contains(kind.Kind) || body.FindString("metadata", "deletionTimestamp") is not null) return null;
        var tail = path[(path.LastIndexOf('/') + 1)..];
        var subresource = method != "POST" && tail != name && tail is "status" or "approval" or "ephemeralcontainers" or "resize" ? tail : "";
        var manager = query.Split('&').FirstOrDefault(q => q.StartsWith("fieldManager=", StringComparison.Ordinal))?[13..] ?? "golden";
        var fields = new FieldManager(new FieldManagerOptions
        {
            Kind = kind,
            Schema = schema,
            Time = TimeProvider.System,
            Subresource = subresource,
            ResetFields = subresource == "status" ? (customSchema is null ? FieldSet.OfFields("spec") : FieldSet.OfFields("spec", "metadata"))
                : customSchema is null || hasStatus ? FieldSet.OfFields("status")
                : null,
        });
        var contentType = step.FindString("headers", "Content-Type") ?? "";
        JsonObject result;
        if (contentType.StartsWith("application/apply-patch", StringComparison.Ordinal))
        {
            if (step["body"] is not JsonObject configuration || before is null) return null;
            var applied = fields.Apply(before, configuration, manager, query.Contains("force=true", StringComparison.Ordinal));
            if (!applied.IsOk) return applied.Error.Message;
            result = applied.Value;
        }
        else
        {
            var changed = body.Clone();
            changed.GetObject("metadata")!.Remove("managedFields");
            if (method == "POST") UndoStrategy(changed, step["body"] as JsonObject);
            if (method == "PUT" && step["body"]?.FindArray("metadata", "managedFields") is { } sent)
                changed.GetObject("metadata")!.Set("managedFields", sent.Clone());
            else if (contentType.Contains("patch", StringComparison.Ordinal) && before?.FindArray("metadata", "managedFields") is { } kept)
                changed.GetObject("metadata")!.Set("managedFields", kept.Clone());
            if (step.ToString().Contains("/metadata/managedFields", StringComparison.Ordinal) || step["body"]?.Find("metadata", "managedFields") is not null && method == "PATCH") return null;
            result = fields.Update(before ?? fields.EmptyObject, changed, manager);
        }

        var expected = Entries(body);
        var actual = Entries(result);
        return expected == actual ? "" : $"\n   expected {expected}\n   actual   {actual}";
    }

    /// <summary>Takes back what strategies and storage did to a new object after ownership was decided.</summary>
    private static void UndoStrategy(JsonObject changed, JsonObject? sent)
    {
        if (sent is null) return;
        if (sent.FindArray("metadata", "finalizers") is null) changed.GetObject("metadata")!.Remove("finalizers");
        foreach (var (name, value) in sent)
            if (value is JsonArray { Count: 0 } && changed[name] is JsonNull) changed.Set(name, new JsonArray());
        if (sent.FindString("spec", "strategy") is not null) changed.GetObject("spec")!.SetDefault("strategy", sent.Find("spec", "strategy")!);
    }

    private static string Entries(JsonObject body)
    {
        var entries = new List<string>();
        foreach (var item in body.FindArray("metadata", "managedFields") ?? [])
        {
            var entry = ((JsonObject)item).Clone();
            entry.Remove("time");
            entry["fieldsV1"] = FieldSet.Parse(entry.GetObject("fieldsV1"))!.ToJson();
            entry.SortMembers();
            entries.Add(entry.ToString());
        }

        return string.Join("\n            ", entries.Order(StringComparer.Ordinal));
    }
}
