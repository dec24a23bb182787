using System.Collections.Frozen;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Checking;

/// <summary>The functions and type names of an environment. Immutable.</summary>
internal sealed class Declarations
{
    private readonly FrozenDictionary<string, Function> functions;
    private readonly FrozenDictionary<string, CelType> types;

    public Declarations(IEnumerable<Function> functions, IEnumerable<KeyValuePair<string, CelType>> types)
    {
        this.functions = functions.GroupBy(f => f.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => new Function(g.Key, [.. g.SelectMany(f => f.Overloads)]), StringComparer.Ordinal);
        this.types = types.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The function of a name, or null.</summary>
    public Function? FindFunction(string name) => functions.GetValueOrDefault(name);

    /// <summary>The type that a name denotes, or null.</summary>
    public CelType? FindType(string name) => types.GetValueOrDefault(name);

    /// <summary>These declarations and more.</summary>
    public Declarations With(IEnumerable<Function> more, IEnumerable<KeyValuePair<string, CelType>> moreTypes) =>
        new([.. functions.Values, .. more], [.. types, .. moreTypes]);
}
