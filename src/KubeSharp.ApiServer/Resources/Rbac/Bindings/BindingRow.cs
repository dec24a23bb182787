using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Rbac.Bindings;

/// <summary>A binding as a row: which role it gives to whom.</summary>
internal static class BindingRow
{
    public static void Print(TableRowBuilder row, JsonObject binding)
    {
        row.Add(new Metadata(binding).Name)
            .Add($"{binding.FindString("roleRef", "kind")}/{binding.FindString("roleRef", "name")}")
            .AddAge(binding)
            .Add(Subjects(binding, "User"))
            .Add(Subjects(binding, "Group"))
            .Add(Subjects(binding, "ServiceAccount"));
    }

    private static string Subjects(JsonObject binding, string kind) => string.Join(
        ", ",
        (binding.GetArray("subjects") ?? []).OfType<JsonObject>()
            .Where(subject => subject.GetString("kind") == kind)
            .Select(subject => kind == "ServiceAccount" ? $"{subject.GetString("namespace")}/{subject.GetString("name")}" : subject.GetString("name") ?? ""));
}
