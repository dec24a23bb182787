using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.Cel.Admission;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>What validating and mutating policies have in common, ready to be used. Expressions are compiled when first needed. Immutable.</summary>
internal abstract class AdmissionPolicy
{
    private readonly Lazy<MatchConditions?> conditions;
    private readonly Lazy<PolicyExpressions> expressions;

    /// <summary>Reads a policy.</summary>
    protected AdmissionPolicy(string name, JsonObject document)
    {
        var spec = document.GetObject("spec") ?? [];
        Name = name;
        IgnoresFailure = spec.GetString("failurePolicy") == "Ignore";
        Criteria = MatchCriteria.OfPolicy(spec.GetObject("matchConstraints") ?? []);
        ParamKind = spec.GetObject("paramKind");
        conditions = new(() => MatchConditions.Compile(
            spec.GetArray("matchConditions"), AdmissionTypes.Environment(ParamKind is not null, authorizer: true), IgnoresFailure));
        expressions = new(() => PolicyExpressions.Compile(spec, MutationTypes));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether the request goes on when the policy cannot be evaluated.</summary>
    public bool IgnoresFailure { get; }

    /// <summary>Which requests it is about.</summary>
    public MatchCriteria Criteria { get; }

    /// <summary>The kind of its parameters; null for none.</summary>
    public JsonObject? ParamKind { get; }

    /// <summary>The expressions that must hold for it to be evaluated; null for none.</summary>
    public MatchConditions? Conditions => conditions.Value;

    /// <summary>Its variables, and what its expressions may read.</summary>
    public PolicyExpressions Expressions => expressions.Value;

    /// <summary>Whether its expressions may make objects and patches.</summary>
    protected abstract bool MutationTypes { get; }
}
