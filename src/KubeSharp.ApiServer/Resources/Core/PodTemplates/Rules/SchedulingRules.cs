using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What a pod says about where it may run: tolerations, spreading, gates. Affinity is in <see cref="AffinityRules"/>.</summary>
internal static class SchedulingRules
{
    /// <summary>Checks them all.</summary>
    public static void Check(FieldCheck spec)
    {
        foreach (var toleration in spec.Items("tolerations")) Toleration(toleration);
        var spreads = spec.Items("topologySpreadConstraints");
        for (var i = 0; i < spreads.Count; i++) Spread(spreads[i], spreads.Skip(i + 1));
        Gates(spec);
        if (spec.Child("affinity") is { } affinity) AffinityRules.Check(affinity);
    }

    /// <summary>Keys of pod labels whose values are added to a selector.</summary>
    public static void LabelKeys(FieldCheck term, string name)
    {
        var keys = term.Texts(name);
        if (keys.Count == 0) return;
        if (!term.Has("labelSelector"))
        {
            term.Forbid(name, "must not be specified when labelSelector is not set");
            return;
        }

        for (var i = 0; i < keys.Count; i++) term.Errors.AddInvalid(term.At(name).Index(i), keys[i], StringValidators.QualifiedName(keys[i]));
        // A key may be in the selector and keep others away with the same label.
        if (name == "matchLabelKeys") Repeated(term, keys);
    }

    // The value of a key is merged into the selector as a requirement at its end: a key that the selector has before is said twice.
    private static void Repeated(FieldCheck term, IReadOnlyList<string> keys)
    {
        var selector = term.ChildOrEmpty("labelSelector");
        var seen = new HashSet<string>((selector.Value.GetObject("matchLabels") ?? []).Select(pair => pair.Key), StringComparer.Ordinal);
        foreach (var expression in selector.Items("matchExpressions"))
        {
            var key = expression.Text("key");
            if (seen.Add(key)) continue;
            for (var i = 0; i < keys.Count; i++)
            {
                if (keys[i] == key) term.Errors.Add(FieldError.Invalid(term.Path.Index(i), key, "exists in both matchLabelKeys and labelSelector"));
            }
        }
    }

    /// <summary>Checks a toleration.</summary>
    public static void Toleration(FieldCheck toleration)
    {
        var (key, operation, value, effect) = (toleration.Text("key"), toleration.Text("operator"), toleration.Text("value"), toleration.Text("effect"));
        if (key.Length > 0) toleration.Messages("key", StringValidators.QualifiedName(key));
        else if (operation != "Exists") Operator(toleration, operation, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration.Has("tolerationSeconds") && effect != "NoExecute") toleration.Invalid("effect", "effect must be 'NoExecute' when `tolerationSeconds` is set");
        switch (operation)
        {
            case "" or "Equal":
                if (StringValidators.LabelValue(value) is { Length: > 0 } messages) Operator(toleration, value, string.Join(';', messages));
                break;
            case "Exists":
                if (value.Length > 0) Operator(toleration, value, "value must be empty when `operator` is 'Exists'");
                break;
            default:
                toleration.OneOf("operator", "Equal", "Exists");
                break;
        }

        if (effect.Length > 0) toleration.OneOf("effect", "NoSchedule", "PreferNoSchedule", "NoExecute");
    }

    private static void Operator(FieldCheck toleration, string value, string message) =>
        toleration.Errors.Add(FieldError.Invalid(toleration.At("operator"), value, message));

    private static void Spread(FieldCheck spread, IEnumerable<FieldCheck> later)
    {
        var (key, otherwise) = (spread.Text("topologyKey"), spread.Text("whenUnsatisfiable"));
        if ((spread.Number("maxSkew") ?? 0) <= 0) spread.Errors.Add(FieldError.Invalid(spread.At("maxSkew"), spread.Number("maxSkew") ?? 0, "must be greater than zero"));
        spread.Require("topologyKey", "can not be empty");
        if (otherwise is not ("DoNotSchedule" or "ScheduleAnyway"))
            spread.Errors.Add(FieldError.NotSupported(spread.At("whenUnsatisfiable"), otherwise, "DoNotSchedule", "ScheduleAnyway"));
        if (later.Any(other => other.Text("topologyKey") == key && other.Text("whenUnsatisfiable") == otherwise))
            spread.Errors.Add(FieldError.Duplicate(spread.At("{topologyKey, whenUnsatisfiable}"), $"{{{key}, {otherwise}}}"));
        if (spread.Has("minDomains"))
        {
            if (spread.Number("minDomains") <= 0) spread.Invalid("minDomains", "must be greater than zero");
            if (otherwise != "DoNotSchedule") spread.Invalid("minDomains", "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + otherwise);
        }

        spread.OneOf("nodeAffinityPolicy", "Honor", "Ignore");
        spread.OneOf("nodeTaintsPolicy", "Honor", "Ignore");
        LabelSelectorValidator.Validate(spread.Value.GetObject("labelSelector"), spread.At("labelSelector"), spread.Errors);
        LabelKeys(spread, "matchLabelKeys");
    }

    private static void Gates(FieldCheck spec)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var gate in spec.Items("schedulingGates"))
        {
            gate.Errors.AddInvalid(gate.Path, gate.Text("name"), StringValidators.QualifiedName(gate.Text("name")));
            if (!seen.Add(gate.Text("name"))) gate.Errors.Add(FieldError.Duplicate(gate.Path, gate.Text("name")));
        }
    }
}
