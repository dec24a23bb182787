using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>What came of checking a value: its faults, and how many checks went well, by which the nearest of several schemas is found.</summary>
internal sealed class ValueCheck
{
    private readonly List<FieldError> faults = [];

    /// <summary>The faults, each once.</summary>
    public IReadOnlyList<FieldError> Faults => faults;

    /// <summary>How many checks were made that count.</summary>
    public int Matches { get; set; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsValid => faults.Count == 0;

    /// <summary>Adds a fault unless it is known.</summary>
    public void Add(FieldError fault)
    {
        if (!faults.Contains(fault)) faults.Add(fault);
    }

    /// <summary>Adds a fault that upstream words without a field.</summary>
    public void AddLoose(string text) => Add(new FieldError { Type = FieldErrorType.Invalid, Field = "", Value = "\"\"", Detail = text });

    /// <summary>Takes over what another check found.</summary>
    public void Merge(ValueCheck? other)
    {
        if (other is null) return;
        foreach (var fault in other.faults) Add(fault);
        Matches += other.Matches;
    }

    /// <summary>A check that found this.</summary>
    public static ValueCheck Of(FieldError fault)
    {
        var check = new ValueCheck();
        check.Add(fault);
        return check;
    }
}
