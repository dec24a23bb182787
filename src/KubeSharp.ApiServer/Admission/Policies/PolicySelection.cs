using KubeSharp.ApiServer.Admission.Matching;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Finds out which policies are to be evaluated for a request, through which bindings and with which parameters.</summary>
internal sealed class PolicySelection<TPolicy>(AdmissionServices services, PolicyCatalog<TPolicy> catalog)
    where TPolicy : AdmissionPolicy
{
    private readonly PolicyParameters parameters = new(services.Objects, services.Registry);

    /// <summary>Whether no policy has anything to say.</summary>
    public bool IsEmpty(AdmissionAttributes attributes) =>
        catalog.InForce.Length == 0 || Exemptions.IsConfiguration(attributes) || Exemptions.IsAccessReview(attributes);

    /// <summary>The evaluations that are due, in order, and what is wrong with policies that match.</summary>
    public async ValueTask<(List<PolicyInvocation<TPolicy>> Due, List<PolicyError> Errors)> FindAsync(
        AdmissionAttributes attributes, RequestFacts facts, CancellationToken cancellationToken)
    {
        List<PolicyInvocation<TPolicy>> due = [];
        List<PolicyError> errors = [];
        foreach (var (policy, bindings) in catalog.InForce)
        {
            var outcome = policy.Criteria.Match(attributes, facts);
            if (outcome.Error is { } unclear) errors.Add(new PolicyError(policy, null, $"failed to configure policy: {unclear.Message}"));
            if (outcome.Match is not { } match) continue;
            if (parameters.Problem(policy) is { } problem)
            {
                errors.Add(new PolicyError(policy, null, $"failed to configure policy: {problem}"));
                continue;
            }

            foreach (var binding in bindings)
            {
                if (binding.Criteria?.Match(attributes, facts) is { } narrowed)
                {
                    if (narrowed.Error is { } fault) errors.Add(new PolicyError(policy, binding, $"failed to configure binding: {fault.Message}"));
                    if (narrowed.Match is null) continue;
                }

                var (found, error) = await parameters.FindAsync(policy, binding, RequestFacts.RequestNamespace(attributes), cancellationToken);
                if (error is not null) errors.Add(new PolicyError(policy, binding, $"failed to configure binding: {error}"));
                foreach (var parameter in found) due.Add(new PolicyInvocation<TPolicy>(policy, binding, match, parameter));
            }
        }

        return (due, errors);
    }
}
