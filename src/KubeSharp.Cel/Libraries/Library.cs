using KubeSharp.Cel.Checking;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>Collects the functions and types of a library.</summary>
internal sealed class Library
{
    private readonly List<Function> functions = [];
    private readonly Dictionary<string, CelType> types = new(StringComparer.Ordinal);

    /// <summary>A type parameter of generic signatures.</summary>
    public static readonly CelType T = CelType.Parameter("T");

    /// <summary>Another one.</summary>
    public static readonly CelType U = CelType.Parameter("U");

    public IReadOnlyList<Function> Functions => functions;

    public IReadOnlyDictionary<string, CelType> Types => types;

    /// <summary>A function that is called on its first argument.</summary>
    public Library Member(string name, string id, CelType[] parameters, CelType result, FunctionBody? body, CostRule cost = CostRule.One) =>
        Add(name, new Overload(id, IsMember: true, parameters, result, body, cost));

    /// <summary>A function that stands alone.</summary>
    public Library Global(string name, string id, CelType[] parameters, CelType result, FunctionBody? body, CostRule cost = CostRule.One) =>
        Add(name, new Overload(id, IsMember: false, parameters, result, body, cost));

    /// <summary>A name for a type.</summary>
    public Library Type(string name, CelType type)
    {
        types[name] = type;
        return this;
    }

    /// <summary>Adds all of another library.</summary>
    public Library Include(Action<Library> library)
    {
        library(this);
        return this;
    }

    /// <summary>The text of a string argument.</summary>
    public static string Text(in CelValue value) => (string)value.Reference!;

    /// <summary>The list of a list argument.</summary>
    public static CelList List(in CelValue value) => (CelList)value.Reference!;

    private Library Add(string name, Overload overload)
    {
        functions.Add(new Function(name, [overload]));
        return this;
    }
}
