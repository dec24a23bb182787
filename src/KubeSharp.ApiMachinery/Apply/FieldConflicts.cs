using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>Words conflicts as upstream does.</summary>
internal static class FieldConflicts
{
    public static StatusError ToStatus(IEnumerable<FieldConflict> conflicts)
    {
        var sorted = conflicts.OrderBy(c => c.Manager.Identifier, GoOrder.Instance).ToArray();
        var causes = new List<StatusCause>();
        var lines = new List<string>();
        foreach (var conflict in sorted)
        {
            var manager = Describe(conflict.Manager);
            lines.Add($"conflicts with {manager}:");
            foreach (var path in conflict.Fields.Paths())
            {
                var printed = PathElements.Print(path);
                causes.Add(new StatusCause(CauseType.FieldManagerConflict, $"conflict with {manager}", printed));
                lines.Add($"- {printed}");
            }
        }

        return causes.Count == 1
            ? StatusError.ApplyConflict($"Apply failed with 1 conflict: {causes[0].Message}: {causes[0].Field}", causes)
            : StatusError.ApplyConflict($"Apply failed with {causes.Count} conflicts: {string.Join("\n", lines)}", causes);
    }

    private static string Describe(ManagedEntry entry)
    {
        var text = GoText.Quote(entry.Manager);
        if (entry.Subresource.Length > 0) text += $" with subresource {GoText.Quote(entry.Subresource)}";
        return entry.Applied ? text : $"{text} using {entry.ApiVersion}";
    }
}
