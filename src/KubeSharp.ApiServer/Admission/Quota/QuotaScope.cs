using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>A condition on objects: quotas count only those that meet it.</summary>
/// <param name="Name">Terminating, BestEffort, PriorityClass, ...</param>
/// <param name="Operator">In, NotIn, Exists, DoesNotExist.</param>
/// <param name="Values">For In and NotIn.</param>
internal sealed record QuotaScope(string Name, string Operator, IReadOnlyList<string> Values)
{
    /// <summary>Reads a match expression.</summary>
    public static QuotaScope Read(JsonObject expression) => new(
        expression.GetString("scopeName") ?? "",
        expression.GetString("operator") ?? "Exists",
        [.. (expression.GetArray("values") ?? []).OfType<JsonString>().Select(text => text.Value)]);

    /// <summary>All scopes of a quota.</summary>
    public static IReadOnlyList<QuotaScope> Of(JsonObject quota) =>
    [
        .. (quota.FindArray("spec", "scopes") ?? []).OfType<JsonString>().Select(scope => new QuotaScope(scope.Value, "Exists", [])),
        .. (quota.FindArray("spec", "scopeSelector", "matchExpressions") ?? []).OfType<JsonObject>().Select(Read),
    ];

    /// <summary>The scope in Go's print of a requirement, for messages.</summary>
    public override string ToString() => $"{{{Name} {Operator} [{string.Join(' ', Values)}]}}";
}
