using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>Lists unknown and duplicate fields of a document in reading order. Runs only when there are any.</summary>
internal sealed class StrictWalker(IReadOnlyList<JsonDuplicate> duplicates)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<string> errors = [];

    public IReadOnlyList<string> Errors => errors;

    public void Walk(JsonValue value, TypeSchema type, string path)
    {
        switch (value)
        {
            case JsonObject o when type.Type == FieldType.Object:
                for (var i = 0; i < o.Count; i++)
                {
                    ReportDuplicates(o, i, type, path);
                    var name = o.NameAt(i);
                    var inner = path.Length == 0 ? name : $"{path}.{name}";
                    if (type.TryGetField(name, out var field)) Walk(o.ValueAt(i), field.Type, inner);
                    else Report("unknown", inner);
                }

                ReportDuplicates(o, o.Count, type, path);
                break;
            case JsonObject o when type.Type == FieldType.Map:
                for (var i = 0; i < o.Count; i++)
                {
                    ReportDuplicates(o, i, null, path);
                    Walk(o.ValueAt(i), type.Items!, path.Length == 0 ? o.NameAt(i) : $"{path}.{o.NameAt(i)}");
                }

                ReportDuplicates(o, o.Count, null, path);
                break;
            case JsonArray a when type.Type == FieldType.List:
                for (var i = 0; i < a.Count; i++) Walk(a[i], type.Items!, $"{path}[{i}]");
                break;
        }
    }

    private void ReportDuplicates(JsonObject owner, int after, TypeSchema? type, string path)
    {
        foreach (var duplicate in duplicates)
        {
            if (!ReferenceEquals(duplicate.Owner, owner) || duplicate.After != after) continue;
            var known = type is null || type.TryGetField(duplicate.Name, out _);
            Report(known ? "duplicate" : "unknown", path.Length == 0 ? duplicate.Name : $"{path}.{duplicate.Name}");
        }
    }

    private void Report(string what, string path)
    {
        var text = $"{what} field \"{path}\"";
        if (seen.Add(text)) errors.Add(text);
    }
}
