using KubeSharp.Cel.Checking;
using KubeSharp.Cel.Libraries;
using KubeSharp.Cel.Running;
using KubeSharp.Cel.Syntax;
using KubeSharp.Cel.Types;

namespace KubeSharp.Cel;

/// <summary>
/// What an expression may use: variables, functions, types. Immutable; extending makes another one. Kubernetes' environment has the
/// standard library and all of Kubernetes' own libraries.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/"/>.
/// </summary>
public sealed class CelEnvironment
{
    private static readonly Lazy<CelEnvironment> Base = new(() => new CelEnvironment { Declarations = KubernetesLibraries.Load() });

    private CelVariable[] variables = [];

    private CelEnvironment()
    {
    }

    /// <summary>The environment of Kubernetes v1.36 without variables.</summary>
    public static CelEnvironment Kubernetes => Base.Value;

    /// <summary>Whether a word can name a variable: letters, digits and underscores, no digit first, and no word of the language.</summary>
    public static bool IsIdentifier(string word) =>
        word.Length > 0 && !char.IsAsciiDigit(word[0]) && word.All(c => c == '_' || char.IsAsciiLetterOrDigit(c)) && !Parser.IsReserved(word);

    /// <summary>The variables, in the order in which they were added.</summary>
    public IReadOnlyList<CelVariable> Variables => variables;

    internal Declarations Declarations { get; private init; } = null!;

    /// <summary>Whether lists and maps may mix types; Kubernetes does not allow it.</summary>
    internal bool MixedAggregates { get; private init; }

    private bool Bindings { get; init; }

    private bool Mutations { get; init; }

    /// <summary>This environment with one more variable; one of the same name is replaced. Activations of this environment stay usable.</summary>
    public CelEnvironment With(string variable, CelSchema schema)
    {
        var extended = Copy();
        var at = Array.FindIndex(variables, v => v.Name == variable);
        extended.variables = at < 0 ? [.. variables, new(variable, schema)] : [.. variables];
        if (at >= 0)
            extended.variables[at] = new(variable, schema);
        return extended;
    }

    /// <summary>This environment with the types that admission policies construct to mutate: <c>Object{...}</c> and <c>JSONPatch{...}</c>.</summary>
    public CelEnvironment WithMutationTypes() => Copy(mutations: true, more: MutationLibrary.Declare);

    /// <summary>This environment with the macro <c>cel.bind(name, value, expression)</c>, which only device selectors have.</summary>
    public CelEnvironment WithBindings() => Copy(bindings: true);

    /// <summary>Parses and checks an expression.</summary>
    /// <param name="expression">The text.</param>
    /// <param name="expected">The types of which the result must have one; none: any will do.</param>
    public CelCompilation Compile(string expression, params ReadOnlySpan<CelType> expected)
    {
        var source = new Source(expression);
        var tree = Parser.Parse(source, new Macros(Bindings));
        if (!source.HasIssues)
            Checker.Check(source, this, tree);
        if (!source.HasIssues)
            LiteralValidator.Check(source, tree);
        if (source.HasIssues)
        {
            var issues = source.Issues();
            return new CelCompilation(Source.Describe(expression, issues), issues);
        }

        if (!IsExpected(tree.Type, expected))
            return new CelCompilation(Complaint(tree.Type, expected), []);
        var planner = new Planner(this);
        var node = planner.Plan(tree);
        return new CelCompilation(new CelProgram(this, expression, tree, node, planner.Slots));
    }

    /// <summary>This environment where lists and maps may mix types, as the language itself has it.</summary>
    internal CelEnvironment WithMixedAggregates() => Copy(mixed: true);

    internal CelVariable? Find(string name, out int slot)
    {
        slot = Array.FindIndex(variables, v => v.Name == name);
        return slot < 0 ? null : variables[slot];
    }

    /// <summary>The type of a name in the text of an object literal, or null.</summary>
    internal CelType? TypeOf(string name) => (Mutations ? MutationLibrary.FindType(name) : null) ?? Declarations.FindType(name);

    /// <summary>The type of a field of an object type without a schema, or null.</summary>
    internal CelType? FieldOf(CelType type, string field) => Mutations && field.Length > 0 ? MutationLibrary.FieldOf(type) : null;

    /// <summary>The index of a variable.</summary>
    internal int SlotOf(string variable) =>
        Find(variable, out var slot) is not null ? slot : throw new KeyNotFoundException($"the environment has no variable {variable}");

    private static bool IsExpected(CelType type, ReadOnlySpan<CelType> expected)
    {
        foreach (var wanted in expected)
        {
            if (type.Equals(wanted) || wanted.Equals(CelType.Any))
                return true;
        }

        return expected.IsEmpty;
    }

    private static string Complaint(CelType type, ReadOnlySpan<CelType> expected) => expected.Length == 1
        ? $"must evaluate to {expected[0]} but got {type}"
        : $"must evaluate to one of [{string.Join(' ', expected.ToArray().Select(t => t.ToString()))}]";

    private CelEnvironment Copy(bool? mixed = null, bool? bindings = null, bool? mutations = null, Action<Library>? more = null)
    {
        var declarations = Declarations;
        if (more is not null)
        {
            var library = new Library().Include(more);
            declarations = declarations.With(library.Functions, library.Types);
        }

        return new CelEnvironment
        {
            variables = variables,
            Declarations = declarations,
            MixedAggregates = mixed ?? MixedAggregates,
            Bindings = bindings ?? Bindings,
            Mutations = mutations ?? Mutations,
        };
    }
}
