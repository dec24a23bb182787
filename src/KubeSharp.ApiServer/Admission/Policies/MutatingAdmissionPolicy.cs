using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.Cel.Costs;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Carries out mutating admission policies (https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/).</summary>
internal sealed class MutatingAdmissionPolicy : IMutatingAdmission, IWaitsForObjects
{
    private readonly AdmissionServices services;
    private readonly PolicySelection<MutatingPolicy> selection;

    /// <summary>Begins to watch policies.</summary>
    public MutatingAdmissionPolicy(AdmissionServices services)
    {
        this.services = services;
        var catalog = new PolicyCatalog<MutatingPolicy>(
            services.Objects, "mutatingadmissionpolicies", "mutatingadmissionpolicybindings", (name, document) => new MutatingPolicy(name, document));
        selection = new PolicySelection<MutatingPolicy>(services, catalog);
        Synced = catalog.Synced;
    }

    /// <inheritdoc/>
    public string Name => "MutatingAdmissionPolicy";

    /// <inheritdoc/>
    public Task Synced { get; }

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update or AdmissionOperation.Connect;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken) =>
        selection.IsEmpty(attributes) ? default : EvaluateAsync(attributes, cancellationToken);

    private async ValueTask<StatusError?> EvaluateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var facts = new RequestFacts(attributes, services.Objects, services.Registry);
        var (due, errors) = await selection.FindAsync(attributes, facts, cancellationToken);
        if (due.Count > 0 && attributes.Object is not null)
        {
            var @namespace = facts.Namespace(out var missing);
            if (missing is not null) return missing;
            var authorizer = new ExpressionAuthorizer(services.Authorizer, attributes.User, cancellationToken);
            var track = attributes.Reinvocation.Track(Name, attributes.Object);
            foreach (var invocation in due)
            {
                if (attributes.Reinvocation.IsSecondRound && !track.IsDue(invocation.Id)) continue;
                if (Mutate(attributes, invocation, @namespace, authorizer, errors, cancellationToken))
                {
                    track.Changed();
                    attributes.Reinvocation.Want();
                }

                if (invocation.Policy.MayBeAskedAgain) track.Asked(invocation.Id);
            }

            track.Leave(attributes.Object);
        }

        return Denial(attributes, errors);
    }

    // Whether the object was changed.
    private bool Mutate(
        AdmissionAttributes attributes,
        PolicyInvocation<MutatingPolicy> invocation,
        JsonObject? @namespace,
        ExpressionAuthorizer authorizer,
        List<PolicyError> errors,
        CancellationToken cancellationToken)
    {
        var (policy, changed) = (invocation.Policy, false);
        if (policy.Conditions?.Evaluate(Input(attributes, invocation, authorizer), cancellationToken) is { } conditions)
        {
            if (conditions.Error is { } error) Failed(error);
            if (!conditions.Matches) return false;
        }

        var schema = services.Versions.SchemaOf(attributes, invocation.Match);
        foreach (var mutation in policy.Mutations)
        {
            // Each sees what those before it did.
            var input = Input(attributes, invocation, authorizer) with { Namespace = @namespace };
            var runner = new ExpressionRunner(CelLimits.PolicyBudget, cancellationToken);
            var made = runner.Run(mutation.Expression, mutation.Compiled, policy.Expressions.Activate(input, runner).Full);
            if (made.Error is { } fault)
            {
                Failed(fault.Message);
                continue;
            }

            var result = MutationStep.Apply(input.Object!, mutation, made.ToJson(), schema, out var problem);
            if (result is null)
            {
                Failed(problem!);
                continue;
            }

            if (ReferenceEquals(result, input.Object)) continue;
            if (services.Versions.Replace(attributes, invocation.Match, result, out var differs) is { } undecodable) Failed(undecodable);
            changed |= differs;
        }

        return changed;

        void Failed(string why) => errors.Add(new PolicyError(policy, invocation.Binding, why, StatusReason.Invalid));
    }

    private ExpressionInput Input(AdmissionAttributes attributes, PolicyInvocation<MutatingPolicy> invocation, ExpressionAuthorizer authorizer)
    {
        var kind = invocation.Match.Kind;
        var (document, old) = (services.Versions.View(attributes, attributes.Object, kind), services.Versions.View(attributes, attributes.OldObject, kind));
        return new ExpressionInput(attributes, invocation.Match, document, old, authorizer) { Parameter = invocation.Parameter };
    }

    private static StatusError? Denial(AdmissionAttributes attributes, List<PolicyError> errors)
    {
        var counted = errors.FindAll(error => !error.Policy.IgnoresFailure);
        if (counted.Count == 0) return null;
        var refusal = attributes.Forbid("admission request denied by policy");
        return refusal with
        {
            Message = Words(counted[0]),
            Reason = counted[0].Reason.Length > 0 ? counted[0].Reason : refusal.Reason,
            Details = refusal.Details! with { Causes = [.. counted.Select(error => new StatusCause("", Words(error)))] },
        };
    }

    private static string Words(PolicyError error) => error.Binding is null
        ? $"policy \"{error.Policy.Name}\" denied request: {error.Message}"
        : $"policy '{error.Policy.Name}' with binding '{error.Binding.Name}' denied request: {error.Message}";
}
