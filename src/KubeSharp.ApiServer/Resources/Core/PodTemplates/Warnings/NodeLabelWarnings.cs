using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>Labels of nodes that have got a better name.</summary>
/// <remarks>https://kubernetes.io/docs/reference/labels-annotations-taints/</remarks>
internal static class NodeLabelWarnings
{
    /// <summary>Warns of the labels in a term that chooses nodes.</summary>
    /// <param name="term">The term.</param>
    /// <param name="values">Whether values that no label can have are warned of too (where they are no fault).</param>
    /// <param name="warn">Receives the warnings.</param>
    public static void Term(FieldCheck term, bool values, Action<string> warn)
    {
        foreach (var expression in term.Items("matchExpressions"))
        {
            var key = expression.Text("key");
            if (NodeLabelDeprecations.Deprecation(key) is { } message) warn($"{expression.At("key")}: {key} is {message}");
            if (!values) continue;
            var listed = expression.Texts("values");
            for (var i = 0; i < listed.Count; i++)
            {
                foreach (var problem in StringValidators.LabelValue(listed[i])) warn($"{expression.At("values").Index(i)}: {listed[i]} is invalid, {problem}");
            }
        }
    }
}
