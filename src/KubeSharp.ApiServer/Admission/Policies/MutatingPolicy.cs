using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>A MutatingAdmissionPolicy, ready to be evaluated. Immutable.</summary>
internal sealed class MutatingPolicy : AdmissionPolicy
{
    private readonly Lazy<PolicyMutation[]> mutations;

    /// <summary>Reads a policy.</summary>
    public MutatingPolicy(string name, JsonObject document)
        : base(name, document)
    {
        var spec = document.GetObject("spec") ?? [];
        MayBeAskedAgain = spec.GetString("reinvocationPolicy") == "IfNeeded";
        mutations = new(() => [.. (spec.GetArray("mutations") ?? []).OfType<JsonObject>().Select(Mutation)]);
    }

    /// <summary>Whether it may be evaluated twice for one object.</summary>
    public bool MayBeAskedAgain { get; }

    /// <summary>What it changes, in order.</summary>
    public IReadOnlyList<PolicyMutation> Mutations => mutations.Value;

    /// <inheritdoc/>
    protected override bool MutationTypes => true;

    private PolicyMutation Mutation(JsonObject mutation)
    {
        var applies = mutation.GetString("patchType") == "ApplyConfiguration";
        var expression = mutation.FindString(applies ? "applyConfiguration" : "jsonPatch", "expression") ?? "";
        return new PolicyMutation(applies, expression, Expressions.Full.Compile(expression));
    }
}
