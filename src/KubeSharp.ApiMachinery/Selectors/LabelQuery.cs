using System.Diagnostics.CodeAnalysis;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>
/// Requirements on labels that must all hold. Reads the string form of queries (<c>app in (a,b),tier!=x</c>) and the object form of
/// specs (<c>matchLabels</c>, <c>matchExpressions</c>). Immutable. Named apart from the API's own <c>LabelSelector</c> model.
/// </summary>
public sealed class LabelQuery
{
    private readonly LabelRequirement[] requirements;
    private readonly bool nothing;

    private LabelQuery(LabelRequirement[] requirements, bool nothing = false)
    {
        this.requirements = requirements;
        this.nothing = nothing;
    }

    /// <summary>Matches every object.</summary>
    public static LabelQuery Everything { get; } = new([]);

    /// <summary>Matches no object: what an absent selector means in most specs.</summary>
    public static LabelQuery Nothing { get; } = new([], nothing: true);

    /// <summary>The requirements.</summary>
    public IReadOnlyList<LabelRequirement> Requirements => requirements;

    /// <summary>Whether every object matches.</summary>
    public bool IsEverything => !nothing && requirements.Length == 0;

    /// <summary>A selector of these requirements.</summary>
    public static LabelQuery Of(IEnumerable<LabelRequirement> requirements) =>
        new([.. requirements.OrderBy(r => r.Key, GoOrder.Instance)]);

    /// <summary>Requires each label of a map; null or an empty map matches everything.</summary>
    /// <exception cref="ArgumentException">A key or value is not a valid label.</exception>
    public static LabelQuery OfMap(IEnumerable<KeyValuePair<string, string>>? labels)
    {
        if (labels is null) return Everything;
        var errors = new ErrorList();
        var list = new List<LabelRequirement>();
        foreach (var (key, value) in labels)
            if (LabelRequirement.Create(key, SelectionOperator.Equals, [value], errors) is { } requirement) list.Add(requirement);
        return errors.IsEmpty ? Of(list) : throw new ArgumentException(errors.ToString(), nameof(labels));
    }

    /// <summary>Reads the string form. The error is worded as upstream words it.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out LabelQuery? selector, [NotNullWhen(false)] out string? error)
    {
        if (string.IsNullOrEmpty(text))
        {
            selector = Everything;
            error = null;
            return true;
        }

        var parser = new LabelQueryParser(text);
        var parsed = parser.Parse();
        selector = parsed is null ? null : Of(parsed);
        error = selector is null ? parser.Error! : null;
        return selector is not null;
    }

    /// <summary>Reads the object form; null matches nothing, an empty object everything.</summary>
    public static bool TryFrom(
        JsonObject? json, [NotNullWhen(true)] out LabelQuery? selector, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (json is null)
        {
            selector = Nothing;
            return true;
        }

        var errors = new ErrorList();
        var list = new List<LabelRequirement>();
        foreach (var (key, value) in json.GetObject("matchLabels") ?? [])
        {
            var requirement = LabelRequirement.Create(key, SelectionOperator.Equals, [(value as JsonString)?.Value ?? ""], errors);
            if (requirement is not null) list.Add(requirement);
        }

        foreach (var item in json.GetArray("matchExpressions") ?? [])
        {
            if (item is not JsonObject expression) continue;
            if (!TryOperator(expression.GetString("operator"), out var op))
            {
                selector = null;
                error = $"{GoText.Quote(expression.GetString("operator") ?? "")} is not a valid label selector operator";
                return false;
            }

            var values = (expression.GetArray("values") ?? []).Select(value => (value as JsonString)?.Value ?? "");
            var requirement = LabelRequirement.Create(expression.GetString("key") ?? "", op, values, errors);
            if (requirement is not null) list.Add(requirement);
        }

        selector = errors.IsEmpty ? Of(list) : null;
        error = selector is null ? errors.ToString() : null;
        return selector is not null;
    }

    /// <summary>Whether labels match.</summary>
    public bool Matches<TLabels>(TLabels labels)
        where TLabels : ILabelSource
    {
        if (nothing) return false;
        foreach (var requirement in requirements)
            if (!requirement.Matches(labels)) return false;
        return true;
    }

    /// <summary>Whether the labels of a document match.</summary>
    public bool Matches(JsonObject? labels) => Matches(new JsonLabels(labels));

    /// <summary>Whether the labels of a typed object match.</summary>
    public bool Matches(IReadOnlyDictionary<string, string>? labels) => Matches(new MapLabels(labels));

    /// <summary>The string form, requirements sorted by key.</summary>
    public override string ToString() => string.Join(",", (object[])requirements);

    /// <summary>The operator that a match expression names; false for a name it does not know.</summary>
    public static bool TryOperator(string? name, out SelectionOperator op)
    {
        op = name switch
        {
            "In" => SelectionOperator.In,
            "NotIn" => SelectionOperator.NotIn,
            "Exists" => SelectionOperator.Exists,
            _ => SelectionOperator.DoesNotExist,
        };
        return name is "In" or "NotIn" or "Exists" or "DoesNotExist";
    }
}
