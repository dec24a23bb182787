using System.Globalization;

namespace KubeSharp.Scheduler.Matching;

/// <summary>
/// One compiled requirement on labels: what a label selector or a node selector says about one key. Compiled once for each pod, then
/// evaluated for thousands of nodes.
/// </summary>
internal readonly struct Requirement
{
    private readonly RequirementOperator op;
    private readonly string[] values;
    private readonly long bound;

    private Requirement(string key, RequirementOperator op, string[] values, long bound)
    {
        Key = key;
        this.op = op;
        this.values = values;
        this.bound = bound;
    }

    /// <summary>The label's key.</summary>
    public string Key { get; }

    /// <summary>The operator.</summary>
    public RequirementOperator Operator => op;

    /// <summary>The values of In and NotIn.</summary>
    public ReadOnlySpan<string> Values => values;

    /// <summary>Equality with one value.</summary>
    public static Requirement Equal(string key, string value) => new(key, RequirementOperator.In, [value], 0);

    /// <summary>Compiles a requirement as the API writes it. False for an operator or a bound that does not parse: matches nothing.</summary>
    public static bool TryCreate(string key, string? operatorName, IReadOnlyList<string>? values, out Requirement requirement)
    {
        requirement = default;
        RequirementOperator? op = operatorName switch
        {
            "In" => RequirementOperator.In,
            "NotIn" => RequirementOperator.NotIn,
            "Exists" => RequirementOperator.Exists,
            "DoesNotExist" => RequirementOperator.DoesNotExist,
            "Gt" => RequirementOperator.GreaterThan,
            "Lt" => RequirementOperator.LessThan,
            _ => null,
        };
        if (op is null)
            return false;
        long bound = 0;
        if (op is RequirementOperator.GreaterThan or RequirementOperator.LessThan)
        {
            if (values is not { Count: 1 } || !TryParse(values[0], out bound))
                return false;
        }

        requirement = new Requirement(key, op.Value, values is null ? [] : [.. values], bound);
        return true;
    }

    /// <summary>True when <paramref name="labels"/> satisfy the requirement.</summary>
    public bool Matches(Dictionary<string, string>? labels)
    {
        string? value = null;
        var present = labels is not null && labels.TryGetValue(Key, out value);
        return Matches(present, value);
    }

    /// <summary>Same for a field, which is always present.</summary>
    public bool MatchesValue(string value) => Matches(true, value);

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private bool Matches(bool present, string? value) => op switch
    {
        RequirementOperator.In => present && Contains(value!),
        RequirementOperator.NotIn => !present || !Contains(value!),
        RequirementOperator.Exists => present,
        RequirementOperator.DoesNotExist => !present,
        RequirementOperator.GreaterThan => present && TryParse(value!, out var number) && number > bound,
        RequirementOperator.LessThan => present && TryParse(value!, out var number) && number < bound,
        _ => false,
    };

    private bool Contains(string value)
    {
        foreach (var candidate in values)
        {
            if (string.Equals(candidate, value, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
