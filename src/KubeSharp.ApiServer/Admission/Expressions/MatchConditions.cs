using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Admission.Expressions;

/// <summary>The <c>matchConditions</c> of a webhook or policy: all must hold for it to be asked.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions</remarks>
internal sealed class MatchConditions
{
    private readonly CelEnvironment environment;
    private readonly (string Expression, CelCompilation Compiled)[] conditions;
    private readonly bool ignoreErrors;

    private MatchConditions(CelEnvironment environment, (string, CelCompilation)[] conditions, bool ignoreErrors)
    {
        this.environment = environment;
        this.conditions = conditions;
        this.ignoreErrors = ignoreErrors;
    }

    /// <summary>Compiles conditions; null if there are none.</summary>
    /// <param name="conditions">The conditions of an object that was accepted.</param>
    /// <param name="environment">What they may read.</param>
    /// <param name="ignoreErrors">Whether a condition that fails means "leave it out" instead of "refuse": failurePolicy Ignore.</param>
    public static MatchConditions? Compile(JsonArray? conditions, CelEnvironment environment, bool ignoreErrors)
    {
        if (conditions is not { Count: > 0 }) return null;
        return new MatchConditions(environment, [.. conditions.OfType<JsonObject>().Select(Compiled)], ignoreErrors);

        (string, CelCompilation) Compiled(JsonObject condition)
        {
            var expression = condition.GetString("expression") ?? "";
            return (expression, environment.Compile(expression, CelType.Bool));
        }
    }

    /// <summary>Evaluates them: one that is false ends it, whatever else fails.</summary>
    public ConditionOutcome Evaluate(ExpressionInput input, CancellationToken cancellationToken, CelActivation? activation = null)
    {
        activation ??= input.Activate(environment);
        var runner = new ExpressionRunner(CelLimits.MatchConditionBudget, cancellationToken);
        List<string>? errors = null;
        foreach (var (expression, compiled) in conditions)
        {
            var result = runner.Run(expression, compiled, activation);
            if (runner.Exhausted is { } exhausted) return Failed(exhausted);
            if (result.Error is { } error) (errors ??= []).Add(error.Message);
            else if (!result.IsTrue) return new ConditionOutcome(false);
        }

        return errors is null ? new ConditionOutcome(true) : Failed(errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors.Distinct())}]");
    }

    private ConditionOutcome Failed(string why) => ignoreErrors ? new ConditionOutcome(false) : new ConditionOutcome(false, why);
}
