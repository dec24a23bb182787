using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

/// <summary>Admission policies, their bindings and webhook configurations as rows.</summary>
internal static class PolicyRows
{
    private const string Unset = "<unset>";

    public static void Mutating(TableRowBuilder row, JsonObject policy) => Policy(row, policy, "mutations");

    public static void Validating(TableRowBuilder row, JsonObject policy) => Policy(row, policy, "validations");

    public static void Binding(TableRowBuilder row, JsonObject binding) => row.Add(new Metadata(binding).Name)
        .Add(binding.FindString("spec", "policyName") ?? "")
        .Add(Param(binding.FindObject("spec", "paramRef")))
        .AddAge(binding);

    public static void Webhooks(TableRowBuilder row, JsonObject configuration) =>
        row.Add(new Metadata(configuration).Name).Add(configuration.GetArray("webhooks")?.Count ?? 0).AddAge(configuration);

    private static void Policy(TableRowBuilder row, JsonObject policy, string member)
    {
        var kind = policy.FindObject("spec", "paramKind");
        row.Add(new Metadata(policy).Name)
            .Add(policy.FindArray("spec", member)?.Count ?? 0)
            .Add(kind is null ? Unset : $"{kind.GetString("apiVersion")}/{kind.GetString("kind")}")
            .AddAge(policy);
    }

    private static string Param(JsonObject? reference)
    {
        if (reference is null) return Unset;
        var ns = reference.GetString("namespace") is { Length: > 0 } name ? name : "*";
        if (reference.GetString("name") is { Length: > 0 } one) return $"{ns}/{one}";
        return reference.GetObject("selector") is null ? Unset : $"{ns}/*";
    }
}
