using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Matching;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A binding of a policy, ready to be used. Immutable.</summary>
internal sealed class PolicyBinding
{
    /// <summary>Reads a binding.</summary>
    public PolicyBinding(string name, JsonObject document)
    {
        var spec = document.GetObject("spec") ?? [];
        Name = name;
        PolicyName = spec.GetString("policyName") ?? "";
        Criteria = spec.GetObject("matchResources") is { } match ? MatchCriteria.OfPolicy(match) : null;
        ParamRef = spec.GetObject("paramRef");
        Actions = [.. (spec.GetArray("validationActions") ?? []).OfType<JsonString>().Select(text => text.Value)];
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The policy that it puts into force.</summary>
    public string PolicyName { get; }

    /// <summary>To which requests it narrows the policy; null for all.</summary>
    public MatchCriteria? Criteria { get; }

    /// <summary>Which parameter objects it uses; null for none.</summary>
    public JsonObject? ParamRef { get; }

    /// <summary>What happens when a validation fails: Deny, Warn, Audit.</summary>
    public IReadOnlyList<string> Actions { get; }
}
