using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.Cel;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Evaluates one validating policy for one request and one parameter object. Pure but for the authorizer that expressions may ask.</summary>
internal sealed class ValidatingEvaluation
{
    private const int MaxMessageBytes = 5 * 1024;
    private const int MaxAnnotationBytes = 10 * 1024;
    private readonly ValidatingPolicy policy;

    private ValidatingEvaluation(ValidatingPolicy policy) => this.policy = policy;

    /// <summary>The validations that failed, in order.</summary>
    public List<PolicyDecision> Failed { get; } = [];

    /// <summary>Annotations for the audit log.</summary>
    public List<(string Key, string Value)> Annotations { get; } = [];

    /// <summary>Annotations that could not be made, where that refuses the request.</summary>
    public List<string> AnnotationErrors { get; } = [];

    /// <summary>Evaluates.</summary>
    public static ValidatingEvaluation Of(ValidatingPolicy policy, ExpressionInput input, CancellationToken cancellationToken)
    {
        var evaluation = new ValidatingEvaluation(policy);

        // Conditions do not see the namespace.
        if (policy.Conditions?.Evaluate(input with { Namespace = null }, cancellationToken) is { } conditions)
        {
            if (conditions.Error is { } error) evaluation.Failed.Add(new PolicyDecision(0, error, ""));
            if (!conditions.Matches) return evaluation;
        }

        var runner = new ExpressionRunner(CelLimits.PolicyBudget, cancellationToken);
        var (full, messages) = policy.Expressions.Activate(input, runner);
        evaluation.Validate(runner, full, messages);
        evaluation.Annotate(new ExpressionRunner(CelLimits.PolicyBudget, cancellationToken), full);
        return evaluation;
    }

    private void Validate(ExpressionRunner runner, CelActivation full, CelActivation messages)
    {
        for (var i = 0; i < policy.Validations.Count; i++)
        {
            var validation = policy.Validations[i];
            var result = runner.Run(validation.Expression, validation.Compiled, full);
            if (runner.Exhausted is { } exhausted)
            {
                // What was found before does not count: the policy as a whole could not be evaluated.
                Failed.Clear();
                Fail(0, exhausted);
                return;
            }

            if (result.Error is { } error) Fail(i, error.Message);
            else if (!result.IsTrue) Failed.Add(new PolicyDecision(i, Message(validation, runner, messages), validation.Reason));
        }
    }

    private void Fail(int index, string why)
    {
        if (!policy.IgnoresFailure) Failed.Add(new PolicyDecision(index, why, ""));
    }

    // An expression's message must be one line of modest length; else the fixed message counts, else the expression speaks for itself.
    private static string Message(PolicyValidation validation, ExpressionRunner runner, CelActivation messages)
    {
        if (validation.MessageExpression is { } expression)
        {
            var made = runner.Run("", expression, messages).String?.Trim() ?? "";
            if (made.Length > 0 && made.Length <= MaxMessageBytes && !made.Contains('\n', StringComparison.Ordinal)) return made;
        }

        return validation.Message.Trim() is { Length: > 0 } message ? message : $"failed expression: {validation.Expression.Trim()}";
    }

    private void Annotate(ExpressionRunner runner, CelActivation full)
    {
        foreach (var annotation in policy.Annotations)
        {
            var result = runner.Run(annotation.Expression, annotation.Compiled, full);
            if (runner.Exhausted is { } exhausted)
            {
                Fail(0, exhausted);
                return;
            }

            if (result.Error is { } error)
            {
                if (!policy.IgnoresFailure) AnnotationErrors.Add(error.Message);
            }
            else if (result.Kind != CelKind.Null && result.String?.Trim() is { Length: > 0 } value)
            {
                Annotations.Add((annotation.Key, value.Length > MaxAnnotationBytes ? value[..MaxAnnotationBytes] : value));
            }
        }
    }
}
