using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>Parts of a byte, and environment variables that hide others.</summary>
internal static class ContainerWarnings
{
    public static void Check(FieldCheck spec, Action<string> warn)
    {
        Fractions(spec.ChildOrEmpty("overhead"), warn);
        foreach (var container in PodContainers.All(spec))
        {
            var resources = container.ChildOrEmpty("resources");
            Fractions(resources.ChildOrEmpty("limits"), warn);
            Fractions(resources.ChildOrEmpty("requests"), warn);
            Environment(container, warn);
        }
    }

    /// <summary>Warns of an amount that is no whole number of bytes.</summary>
    public static void Fraction(FieldCheck amounts, string name, Action<string> warn)
    {
        if (QuantityRules.Read(amounts.Value[name]) is not { } amount || amount.MilliValue % 1000 == 0) return;
        warn($"{amounts.Path.Key(name)}: fractional byte value \"{amount}\" is invalid, must be an integer");
    }

    private static void Fractions(FieldCheck amounts, Action<string> warn)
    {
        Fraction(amounts, "memory", warn);
        Fraction(amounts, "ephemeral-storage", warn);
    }

    // To take the earlier value up into the later one is what repeating a name is good for; all else loses the earlier one.
    private static void Environment(FieldCheck container, Action<string> warn)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in container.Items("env"))
        {
            var (name, value) = (variable.Text("name"), variable.Text("value"));
            if (names.Add(name)) continue;
            var reference = $"$({name})";
            if (!variable.Has("valueFrom") && value != reference && value.Contains(reference, StringComparison.Ordinal)) continue;
            warn($"{variable.Path}: hides previous definition of {GoText.Quote(name)}, which may be dropped when using apply");
        }
    }
}
