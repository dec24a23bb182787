using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Rules;

/// <summary>
/// The rules of a schema, compiled, where values have rules at all: parts of a schema without rules below have no node. Immutable and safe
/// for concurrent use.
/// </summary>
internal sealed class RuleTree
{
    private RuleTree(SchemaNode spine) => Spine = spine;

    /// <summary>The schema of the values here.</summary>
    public SchemaNode Spine { get; }

    /// <summary>The rules of the value itself.</summary>
    public IReadOnlyList<CompiledRule> Rules { get; private init; } = [];

    /// <summary>The environments of the rules; null where there are none.</summary>
    public RuleCompiler? Compiler { get; private init; }

    /// <summary>The type of the values.</summary>
    public CelSchema? Type { get; private init; }

    /// <summary>The rules of items.</summary>
    public RuleTree? Items { get; private init; }

    /// <summary>The rules of the values of a map.</summary>
    public RuleTree? Values { get; private init; }

    /// <summary>The rules of members.</summary>
    public IReadOnlyDictionary<string, RuleTree> Members { get; private init; } = new Dictionary<string, RuleTree>();

    /// <summary>Rules that stand within allOf.</summary>
    public IReadOnlyList<RuleTree> AllOf { get; private init; } = [];

    /// <summary>The rules of a whole schema; null when there are none.</summary>
    public static RuleTree? Of(SchemaNode root) =>
        root.Any(static node => node.Validations.Count > 0)
            ? Build(root, root, CelSchema.FromStructural(root.Source, isResourceRoot: true))
            : null;

    /// <summary>The rules of a value that stands anywhere in a schema, such as a default.</summary>
    public static RuleTree? OfValue(SchemaNode node) =>
        node.Any(static inner => inner.Validations.Count > 0)
            ? Build(node, node, CelSchema.FromStructural(node.Source, node.EmbeddedResource))
            : null;

    private static RuleTree? Build(SchemaNode ruled, SchemaNode spine, CelSchema? type)
    {
        if (type is null)
            return null;
        var compiler = ruled.Validations.Count > 0 ? new RuleCompiler(type) : null;
        var members = new Dictionary<string, RuleTree>(StringComparer.Ordinal);
        foreach (var (name, child) in ruled.Properties)
        {
            if (spine.Property(name) is { } property && Build(child, property, MemberType(type, name, property)) is { } tree)
                members[name] = tree;
        }

        var made = new RuleTree(spine)
        {
            Type = type,
            Compiler = compiler,
            Rules = compiler is null ? [] : [.. ruled.Validations.OfType<JsonObject>().Select(rule => compiler.Compile(rule, spine))],
            Items = ruled.Items is { } items && spine.Items is { } itemSpine ? Build(items, itemSpine, type.Items) : null,
            Values = ruled.AdditionalProperties is { } values && spine.AdditionalProperties is { } valueSpine ? Build(values, valueSpine, type.Items) : null,
            Members = members,
            AllOf = [.. ruled.AllOf.Select(part => Build(part, spine, type)).OfType<RuleTree>()],
        };
        return made.Rules.Count > 0 || made.Items is not null || made.Values is not null || members.Count > 0 || made.AllOf.Count > 0 ? made : null;
    }

    /// <summary>Members whose names expressions cannot spell still have rules of their own.</summary>
    internal static CelSchema? MemberType(CelSchema type, string name, SchemaNode property) => CelNames.Escape(name) is { } escaped
        ? type.TryGetField(escaped, out var field) ? field.Schema : null
        : CelSchema.FromStructural(property.Source, property.EmbeddedResource);
}
