using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Enforces validating admission policies (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).</summary>
internal sealed class ValidatingAdmissionPolicy : IValidatingAdmission, IWaitsForObjects
{
    private readonly AdmissionServices services;
    private readonly PolicySelection<ValidatingPolicy> selection;

    /// <summary>Begins to watch policies.</summary>
    public ValidatingAdmissionPolicy(AdmissionServices services)
    {
        this.services = services;
        var catalog = new PolicyCatalog<ValidatingPolicy>(
            services.Objects, "validatingadmissionpolicies", "validatingadmissionpolicybindings", (name, document) => new ValidatingPolicy(name, document));
        selection = new PolicySelection<ValidatingPolicy>(services, catalog);
        Synced = catalog.Synced;
    }

    /// <inheritdoc/>
    public string Name => "ValidatingAdmissionPolicy";

    /// <inheritdoc/>
    public Task Synced { get; }

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => true;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken) =>
        selection.IsEmpty(attributes) ? default : EvaluateAsync(attributes, cancellationToken);

    private async ValueTask<StatusError?> EvaluateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var facts = new RequestFacts(attributes, services.Objects, services.Registry);
        var (due, errors) = await selection.FindAsync(attributes, facts, cancellationToken);
        StatusError? denial = null;
        foreach (var error in errors)
        {
            if (!error.Policy.IgnoresFailure) denial ??= Denial(attributes, error.Policy, error.Binding, new PolicyDecision(0, error.Message, ""));
        }

        if (due.Count == 0) return denial;
        var @namespace = facts.Namespace(out var missing);
        if (missing is not null) return missing;
        var authorizer = new ExpressionAuthorizer(services.Authorizer, attributes.User, cancellationToken);
        SortedDictionary<string, List<string>> annotations = new(StringComparer.Ordinal);
        foreach (var invocation in due)
        {
            var input = Input(attributes, invocation, authorizer) with { Namespace = @namespace };
            var result = ValidatingEvaluation.Of(invocation.Policy, input, cancellationToken);
            foreach (var decision in result.Failed) denial = Act(attributes, invocation, decision) ?? denial;
            foreach (var error in result.AnnotationErrors) denial ??= Denial(attributes, invocation.Policy, invocation.Binding, new PolicyDecision(0, error, ""));
            foreach (var (key, value) in result.Annotations) Collect(annotations, $"{invocation.Policy.Name}/{key}", value);
        }

        foreach (var (key, values) in annotations) attributes.AddAnnotation(key, string.Join(", ", values));
        return denial;

        StatusError? Act(AdmissionAttributes request, PolicyInvocation<ValidatingPolicy> invocation, PolicyDecision decision)
        {
            StatusError? refused = null;
            foreach (var action in invocation.Binding.Actions)
            {
                switch (action)
                {
                    case "Deny":
                        refused = denial ?? Denial(request, invocation.Policy, invocation.Binding, decision);
                        break;
                    case "Warn":
                        request.AddWarning(
                            $"Validation failed for ValidatingAdmissionPolicy '{invocation.Policy.Name}' with binding '{invocation.Binding.Name}': {decision.Message}");
                        break;
                    case "Audit":
                        request.AddAnnotation("validation.policy.admission.k8s.io/validation_failure", AuditText(invocation, decision));
                        break;
                }
            }

            return refused;
        }
    }

    private ExpressionInput Input(AdmissionAttributes attributes, PolicyInvocation<ValidatingPolicy> invocation, ExpressionAuthorizer authorizer)
    {
        var kind = invocation.Match.Kind;
        var (document, old) = (services.Versions.View(attributes, attributes.Object, kind), services.Versions.View(attributes, attributes.OldObject, kind));
        return new ExpressionInput(attributes, invocation.Match, document, old, authorizer) { Parameter = invocation.Parameter };
    }

    private static void Collect(SortedDictionary<string, List<string>> annotations, string key, string value)
    {
        if (!annotations.TryGetValue(key, out var values)) annotations.Add(key, values = []);
        if (!values.Contains(value)) values.Add(value);
    }

    private static StatusError Denial(AdmissionAttributes attributes, AdmissionPolicy policy, PolicyBinding? binding, PolicyDecision decision)
    {
        var message = binding is null
            ? $"ValidatingAdmissionPolicy '{policy.Name}' denied request: {decision.Message}"
            : $"ValidatingAdmissionPolicy '{policy.Name}' with binding '{binding.Name}' denied request: {decision.Message}";
        var error = attributes.Forbid(message);
        var reason = decision.Reason.Length > 0 ? decision.Reason : StatusReason.Invalid;
        return error with
        {
            Reason = reason,
            Code = reason switch { StatusReason.Forbidden => 403, StatusReason.Unauthorized => 401, StatusReason.RequestEntityTooLarge => 413, _ => 422 },
            Details = error.Details! with { Causes = [new StatusCause("", message)] },
        };
    }

    private static string AuditText(PolicyInvocation<ValidatingPolicy> invocation, PolicyDecision decision) => new JsonArray
    {
        new JsonObject
        {
            { "message", decision.Message },
            { "policy", invocation.Policy.Name },
            { "binding", invocation.Binding.Name },
            { "expressionIndex", decision.Index },
            { "validationActions", JsonArray.OfStrings(invocation.Binding.Actions) },
        },
    }.ToString();
}
