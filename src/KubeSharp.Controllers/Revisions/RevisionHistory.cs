using System.Buffers;
using System.Text.Json;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// ControllerRevisions: the pod templates that a DaemonSet or StatefulSet had, as patches of its spec, so that a client can roll back
/// by applying one. The form of the data is what kubectl reads.
/// </summary>
internal static class RevisionHistory
{
    public const string HashLabel = "controller-revision-hash";

    /// <summary>A revision for a template, not stored yet.</summary>
    public static ControllerRevision Create<T>(T owner, PodTemplateSpec template, Dictionary<string, string>? selectorLabels, long revision, int? collisions)
        where T : class, IKubernetesObject<T>
    {
        string hash = TemplateHash.Compute(template, collisions);
        var result = new ControllerRevision { Revision = revision, Data = new RawExtension(Data(template)) };
        result.Metadata.Namespace = owner.Metadata.Namespace;
        result.Metadata.Name = owner.Metadata.Name + "-" + hash;
        result.Metadata.Labels = new Dictionary<string, string>(template.Metadata.Labels ?? selectorLabels ?? []) { [HashLabel] = hash };
        result.Metadata.Annotations = owner.Metadata.Annotations is { } annotations ? new Dictionary<string, string>(annotations) : null;
        result.Metadata.OwnerReferences = [Owners.ControllerReference(owner)];
        return result;
    }

    /// <summary>The revision that holds a template, if there is one; the newest if there are several.</summary>
    public static ControllerRevision? Find(IEnumerable<ControllerRevision> revisions, PodTemplateSpec template)
    {
        JsonValue wanted = JsonParser.Parse(Data(template).AsSpan());
        ControllerRevision? found = null;
        foreach (ControllerRevision revision in revisions)
        {
            if (revision.Data is not { } data || (found is not null && found.Revision > revision.Revision)) continue;
            if (JsonValue.DeepEquals(JsonParser.Parse(data.Raw.Span), wanted)) found = revision;
        }

        return found;
    }

    /// <summary>The template that a revision holds.</summary>
    public static PodTemplateSpec? Template(ControllerRevision revision)
    {
        if (revision.Data is not { } data || JsonParser.Parse(data.Raw.Span).FindObject("spec", "template") is not { } template) return null;
        JsonObject copy = template.Clone();
        copy.Remove("$patch");
        return KubernetesJson.Parse<PodTemplateSpec>(copy.ToUtf8Bytes());
    }

    /// <summary>The name by which pods say their revision.</summary>
    public static string Hash(ControllerRevision revision) => revision.Metadata.Labels?.GetValueOrDefault(HashLabel) ?? revision.Metadata.Name ?? "";

    public static long Highest(IEnumerable<ControllerRevision> revisions)
    {
        long highest = 0;
        foreach (ControllerRevision revision in revisions) highest = Math.Max(highest, revision.Revision);
        return highest;
    }

    /// <summary>Revisions beyond the limit that no pod has and that are not in <paramref name="live"/>, oldest first.</summary>
    public static List<ControllerRevision> Surplus(IEnumerable<ControllerRevision> revisions, IReadOnlySet<string> live, int limit)
    {
        var unused = new List<ControllerRevision>();
        foreach (ControllerRevision revision in revisions)
            if (!live.Contains(Hash(revision))) unused.Add(revision);
        unused.Sort(static (a, b) => a.Revision.CompareTo(b.Revision));
        return unused.Count <= limit ? [] : unused[..(unused.Count - limit)];
    }

    private static byte[] Data(PodTemplateSpec template)
    {
        JsonObject json = JsonParser.ParseObject(KubernetesJson.ToUtf8Bytes(template));
        json.Set("$patch", new JsonString("replace"));
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("spec"u8);
            writer.WritePropertyName("template"u8);
            json.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
