using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Values;
using KubeSharp.Cel;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Values;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Rules;

/// <summary>
/// Runs the rules of a schema over a value, within one budget for all of them.
/// <see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules"/>.
/// </summary>
internal sealed class RuleEvaluator(ErrorList errors, Action<string>? warn)
{
    private const int MaxMessageBytes = 5 * 1024;
    private const string OutOfBudget = "validation failed due to running out of cost budget, no further validation rules will be run";

    private long budget = CelLimits.CustomResourceBudget;

    /// <summary>Whether the budget is spent: nothing more is run.</summary>
    private bool Stopped { get; set; }

    /// <summary>Runs all rules.</summary>
    /// <param name="tree">The rules.</param>
    /// <param name="value">The value.</param>
    /// <param name="old">The value as it was; null for a new one.</param>
    /// <param name="path">Where the value stands; empty for a whole object.</param>
    public void Check(RuleTree tree, JsonValue value, JsonValue? old, string path = "") =>
        Node(tree, value, old, path, old is null ? null : new Correlation(value, old, null));

    private void Node(RuleTree tree, JsonValue value, JsonValue? old, string path, Correlation? correlation)
    {
        // A missing value keeps all rules; those about its absence stand further out.
        if (value.IsNull || Stopped)
            return;
        if (old is { IsNull: true })
            old = null;
        Rules(tree, value, old, path, correlation);
        foreach (var part in tree.AllOf)
        {
            if (Stopped)
                return;
            Node(part, value, old, path, correlation is null ? null : new Correlation(value, null, correlation.Parent));
        }

        switch (value)
        {
            case JsonArray list when tree.Items is { } items:
                CheckItems(tree, items, list, old as JsonArray, path, correlation);
                break;
            case JsonObject members:
                CheckMembers(tree, members, old as JsonObject, path, correlation);
                break;
        }
    }

    private void CheckItems(RuleTree tree, RuleTree items, JsonArray list, JsonArray? old, string path, Correlation? correlation)
    {
        var before = tree.Spine.ListType == "map" && old is not null ? new ListMap(old, tree.Spine) : null;
        for (var i = 0; i < list.Count && !Stopped; i++)
        {
            var counterpart = before?.Find(list[i]);
            Node(items, list[i], counterpart, $"{path}[{i}]", correlation is null ? null : new Correlation(list[i], counterpart, correlation));
        }
    }

    private void CheckMembers(RuleTree tree, JsonObject members, JsonObject? old, string path, Correlation? correlation)
    {
        if (tree.Values is null && tree.Members.Count == 0)
            return;
        var isCorrelatable = tree.Spine.MapType != "atomic";
        for (var i = 0; i < members.Count && !Stopped; i++)
        {
            var (name, value) = (members.NameAt(i), members.ValueAt(i));
            var counterpart = isCorrelatable ? old?[name] : null;
            if (tree.Values is { } values)
                Node(values, value, counterpart, $"{path}[{name}]", Inner(value, name));
            if (tree.Members.TryGetValue(name, out var member))
                Node(member, value, counterpart, path.Length == 0 ? name : $"{path}.{name}", Inner(value, name));
        }

        Correlation? Inner(JsonValue value, string name) =>
            correlation is null ? null : new Correlation(value, (correlation.Old as JsonObject)?[name], correlation);
    }

    private void Rules(RuleTree tree, JsonValue value, JsonValue? old, string path, Correlation? correlation)
    {
        if (tree.Rules.Count == 0)
            return;
        if (budget <= 0)
        {
            Stop(path, value, OutOfBudget);
            return;
        }

        var self = CelValue.FromJson(value, tree.Type!);
        var oldSelf = old is null ? (CelValue?)null : CelValue.FromJson(old, tree.Type!);
        CelActivation? plain = null;
        CelActivation? optional = null;
        foreach (var rule in tree.Rules)
        {
            if (rule.Error is not null)
            {
                Add(path, value, $"rule compile error: {rule.Error}");
                continue;
            }

            if (rule.Program is not { } program || (rule.UsesOldSelf && old is null && !rule.OptionalOldSelf))
                continue;
            var activation = rule.OptionalOldSelf ? optional ??= WithOptional() : plain ??= Plain();
            var result = program.Evaluate(activation);
            if (result.Cost > budget && result.Error?.Kind != CelErrorKind.CostLimit)
            {
                Stop(path, value, OutOfBudget);
                return;
            }

            budget -= result.Cost;
            if (result.Error is { } error)
                Failed(path, value, rule, error);
            else if (!result.Value.IsTrue)
                Broken(rule, value, plain ??= Plain(), path, correlation);
            if (Stopped)
                return;
        }

        CelActivation Plain()
        {
            var made = new CelActivation(tree.Compiler!.Plain).Set(RuleCompiler.Self, self);
            return oldSelf is { } before ? made.Set(RuleCompiler.OldSelf, before) : made;
        }

        CelActivation WithOptional() => new CelActivation(tree.Compiler!.Optional).Set(RuleCompiler.Self, self)
            .Set(RuleCompiler.OldSelf, oldSelf is { } before ? CelValue.OptionalOf(before) : CelValue.OptionalNone);
    }

    private void Failed(string path, JsonValue value, CompiledRule rule, CelError error)
    {
        if (error.Kind == CelErrorKind.CostLimit)
            Stop(path, value, $"'{error}': no further validation rules will be run due to call cost exceeds limit for rule: {rule.Shown}");
        else if (error.Message.StartsWith("no such overload", StringComparison.Ordinal))
            Add(path, value, $"'{error}': call arguments did not match a supported operator, function or macro signature for rule: {rule.Shown}");
        else
            Add(path, value, $"{error} evaluating rule: {rule.Shown}");
    }

    private void Broken(CompiledRule rule, JsonValue value, CelActivation activation, string path, Correlation? correlation)
    {
        var place = rule.FieldPath.Length == 0 ? path : path.Length == 0 ? rule.FieldPath : $"{path}.{rule.FieldPath}";
        var fault = Invalid(place, value, Message(rule, activation) ?? rule.DefaultMessage);
        if (!Stopped)
        {
            fault = rule.Source.GetString("reason") switch
            {
                "FieldValueForbidden" => fault with { Type = FieldErrorType.Forbidden, Value = null },
                "FieldValueRequired" => fault with { Type = FieldErrorType.Required, Value = null },
                "FieldValueDuplicate" => fault with { Type = FieldErrorType.Duplicate, Detail = "" },
                _ => fault,
            };
        }

        // What did not change is only warned about.
        if (!rule.UsesOldSelf && correlation?.IsUnchanged == true)
            warn?.Invoke(fault.ToString());
        else
            errors.Add(fault);
    }

    /// <summary>The computed message; null when there is none or it cannot be used.</summary>
    private string? Message(CompiledRule rule, CelActivation activation)
    {
        if (rule.Message is not { } program)
            return null;
        var result = program.Evaluate(activation);
        if (result.Error?.Kind == CelErrorKind.CostLimit)
        {
            Stopped = true;
            return $"no further validation rules will be run due to call cost exceeds limit for messageExpression: {ApiMachinery.Text.GoText.Quote(program.Expression)}";
        }

        if (result.Cost > budget)
        {
            Stopped = true;
            return "messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run";
        }

        budget -= result.Cost;
        var text = result.Value.String?.Trim();
        return string.IsNullOrEmpty(text) || text.Contains('\n', StringComparison.Ordinal) || System.Text.Encoding.UTF8.GetByteCount(text) > MaxMessageBytes ? null : text;
    }

    private void Stop(string path, JsonValue value, string detail)
    {
        Stopped = true;
        Add(path, value, detail);
    }

    private void Add(string path, JsonValue value, string detail) => errors.Add(Invalid(path, value, detail));

    /// <summary>Scalars are shown, objects and lists are not.</summary>
    private static FieldError Invalid(string path, JsonValue value, string detail) => new()
    {
        Type = FieldErrorType.Invalid,
        Field = path.Length == 0 ? "<nil>" : path,
        Value = value is JsonObject or JsonArray ? null : FieldError.Render(value),
        Detail = detail,
    };
}
