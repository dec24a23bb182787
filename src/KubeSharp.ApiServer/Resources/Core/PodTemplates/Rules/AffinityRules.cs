using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>Which nodes and which neighbours a pod likes.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/</remarks>
internal static class AffinityRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    /// <summary>Checks an affinity.</summary>
    public static void Check(FieldCheck affinity)
    {
        if (affinity.Child("nodeAffinity") is { } node) Node(node);
        foreach (var name in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            if (affinity.Child(name) is not { } pods) continue;
            foreach (var term in pods.Items(Required)) Term(term);
            foreach (var preference in pods.Items(Preferred))
            {
                Weight(preference);
                Term(preference.ChildOrEmpty("podAffinityTerm"));
            }
        }
    }

    /// <summary>Checks a choice of nodes: also that of volumes.</summary>
    public static void NodeSelector(FieldCheck selector)
    {
        selector.Require("nodeSelectorTerms", "must have at least one node selector term");
        foreach (var term in selector.Items("nodeSelectorTerms")) NodeTerm(term, required: true);
    }

    private static void Node(FieldCheck node)
    {
        if (node.Child(Required) is { } required) NodeSelector(required);

        foreach (var preference in node.Items(Preferred))
        {
            Weight(preference);
            NodeTerm(preference.ChildOrEmpty("preference"), required: false);
        }
    }

    // Values that no label can have only get a warning where they merely express a preference.
    private static void NodeTerm(FieldCheck term, bool required)
    {
        foreach (var requirement in term.Items("matchExpressions"))
        {
            var values = requirement.Texts("values");
            switch (requirement.Text("operator"))
            {
                case "In" or "NotIn":
                    requirement.Require("values", "must be specified when `operator` is 'In' or 'NotIn'");
                    break;
                case "Exists" or "DoesNotExist":
                    if (values.Count > 0) requirement.Forbid("values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    break;
                case "Gt" or "Lt":
                    if (values.Count != 1)
                        requirement.Errors.Add(FieldError.Required(requirement.At("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'"));
                    break;
                default:
                    requirement.Errors.Add(FieldError.Invalid(requirement.At("operator"), requirement.Text("operator"), "not a valid selector operator"));
                    break;
            }

            requirement.Messages("key", StringValidators.QualifiedName(requirement.Text("key")));
            for (var i = 0; required && i < values.Count; i++)
                requirement.Errors.AddInvalid(requirement.At("values").Index(i), values[i], StringValidators.LabelValue(values[i]));
        }

        foreach (var requirement in term.Items("matchFields"))
        {
            if (requirement.Text("operator") is not ("In" or "NotIn"))
                requirement.Errors.Add(FieldError.Invalid(requirement.At("operator"), requirement.Text("operator"), "not a valid selector operator"));
            else if (requirement.Texts("values").Count != 1)
                requirement.Errors.Add(FieldError.Required(requirement.At("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
            if (requirement.Text("key") != "metadata.name")
            {
                requirement.Errors.Add(FieldError.Invalid(requirement.At("key"), requirement.Text("key"), "not a valid field selector key"));
                continue;
            }

            var names = requirement.Texts("values");
            for (var i = 0; i < names.Count; i++)
                requirement.Errors.AddInvalid(requirement.At("values").Index(i), names[i], StringValidators.Dns1123Subdomain(names[i]));
        }
    }

    private static void Term(FieldCheck term)
    {
        LabelSelectorValidator.Validate(term.Value.GetObject("labelSelector"), term.At("labelSelector"), term.Errors);
        LabelSelectorValidator.Validate(term.Value.GetObject("namespaceSelector"), term.At("namespaceSelector"), term.Errors);
        foreach (var name in term.Texts("namespaces")) term.Errors.AddInvalid(term.At("namespace"), name, StringValidators.Dns1123Label(name));
        term.Require("topologyKey", "can not be empty");
        term.Messages("topologyKey", StringValidators.QualifiedName(term.Text("topologyKey")));
        SchedulingRules.LabelKeys(term, "matchLabelKeys");
        SchedulingRules.LabelKeys(term, "mismatchLabelKeys");
        var others = term.Texts("mismatchLabelKeys");
        var keys = term.Texts("matchLabelKeys");
        for (var i = 0; i < keys.Count; i++)
        {
            if (others.Contains(keys[i]))
                term.Errors.Add(FieldError.Invalid(term.At("matchLabelKeys").Index(i), keys[i], "exists in both matchLabelKeys and mismatchLabelKeys"));
        }
    }

    private static void Weight(FieldCheck preference)
    {
        if (preference.Number("weight") is not (>= 1 and <= 100))
            preference.Errors.Add(FieldError.Invalid(preference.At("weight"), preference.Number("weight") ?? 0, "must be in the range 1-100"));
    }
}
