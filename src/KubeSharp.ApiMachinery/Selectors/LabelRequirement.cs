using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>One condition on one label.</summary>
public sealed class LabelRequirement
{
    private readonly long bound;

    private LabelRequirement(string key, SelectionOperator op, string[] values)
    {
        Key = key;
        Operator = op;
        Values = values;
        if (op is SelectionOperator.GreaterThan or SelectionOperator.LessThan)
            bound = long.Parse(values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>The label's key.</summary>
    public string Key { get; }

    /// <summary>The comparison.</summary>
    public SelectionOperator Operator { get; }

    /// <summary>The values, sorted.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Makes a requirement; faults go to <paramref name="errors"/> and the result is then null.</summary>
    public static LabelRequirement? Create(
        string key, SelectionOperator op, IEnumerable<string> values, ErrorList errors, FieldPath? path = null)
    {
        var before = errors.Count;
        var sorted = values.Distinct(StringComparer.Ordinal).Order(GoOrder.Instance).ToArray();
        CheckKey(key, path is null ? FieldPath.Of("key") : path.Child("key"), errors);
        var valuesPath = path is null ? FieldPath.Of("values") : path.Child("values");
        switch (op)
        {
            case SelectionOperator.In or SelectionOperator.NotIn when sorted.Length == 0:
                Complain("for 'in', 'notin' operators, values set can't be empty");
                break;
            case SelectionOperator.Equals or SelectionOperator.DoubleEquals or SelectionOperator.NotEquals when sorted.Length != 1:
                Complain("exact-match compatibility requires one single value");
                break;
            case SelectionOperator.Exists or SelectionOperator.DoesNotExist when sorted.Length != 0:
                Complain("values set must be empty for exists and does not exist");
                break;
            case SelectionOperator.GreaterThan or SelectionOperator.LessThan:
                if (sorted.Length != 1) Complain("for 'Gt', 'Lt' operators, exactly one value is required");
                for (var i = 0; i < sorted.Length; i++)
                {
                    if (!long.TryParse(sorted[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                    {
                        errors.Add(FieldError.Invalid(
                            valuesPath.Index(i), sorted[i], "for 'Gt', 'Lt' operators, the value must be an integer"));
                    }
                }

                break;
        }

        for (var i = 0; i < sorted.Length; i++)
        {
            var messages = StringValidators.LabelValue(sorted[i]);
            if (messages.Length > 0) errors.Add(FieldError.Invalid(valuesPath.Index(i).Key(key), sorted[i], string.Join("; ", messages)));
        }

        return errors.Count > before ? null : new LabelRequirement(key, op, sorted);

        void Complain(string detail) => errors.Add(FieldError.Invalid(valuesPath, JsonArray.OfStrings(sorted), detail));
    }

    /// <summary>Whether the labels meet the requirement.</summary>
    public bool Matches<TLabels>(TLabels labels)
        where TLabels : ILabelSource
    {
        var present = labels.TryGet(Key, out var value);
        return Operator switch
        {
            SelectionOperator.In => present && Has(value!),
            SelectionOperator.Equals or SelectionOperator.DoubleEquals => present && Values[0] == value,
            SelectionOperator.NotIn => !present || !Has(value!),
            SelectionOperator.NotEquals => !present || Values[0] != value,
            SelectionOperator.Exists => present,
            SelectionOperator.DoesNotExist => !present,
            SelectionOperator.GreaterThan => present && Number(value!, out var number) && number > bound,
            _ => present && Number(value!, out var number) && number < bound,
        };
    }

    /// <summary>The form that <see cref="LabelQuery.TryParse"/> reads.</summary>
    public override string ToString() => Operator switch
    {
        SelectionOperator.Exists => Key,
        SelectionOperator.DoesNotExist => "!" + Key,
        SelectionOperator.In => $"{Key} in ({string.Join(",", Values)})",
        SelectionOperator.NotIn => $"{Key} notin ({string.Join(",", Values)})",
        SelectionOperator.Equals => $"{Key}={Values[0]}",
        SelectionOperator.DoubleEquals => $"{Key}=={Values[0]}",
        SelectionOperator.NotEquals => $"{Key}!={Values[0]}",
        SelectionOperator.GreaterThan => $"{Key}>{Values[0]}",
        _ => $"{Key}<{Values[0]}",
    };

    internal static void CheckKey(string key, FieldPath? path, ErrorList errors)
    {
        var messages = StringValidators.QualifiedName(key);
        if (messages.Length > 0) errors.Add(FieldError.Invalid(path!, key, string.Join("; ", messages)));
    }

    private static bool Number(string value, out long number) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private bool Has(string value)
    {
        foreach (var candidate in Values)
            if (candidate == value) return true;
        return false;
    }
}
