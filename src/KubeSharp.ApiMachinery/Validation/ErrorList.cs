using System.Collections;
using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiMachinery.Validation;

/// <summary>The faults of an object, in the order found. Empty means valid.</summary>
public sealed class ErrorList : IReadOnlyList<FieldError>
{
    private readonly List<FieldError> errors = [];

    /// <inheritdoc/>
    public int Count => errors.Count;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => errors.Count == 0;

    /// <summary>Forgets what was found, where something else makes it pointless.</summary>
    public void Clear() => errors.Clear();

    /// <inheritdoc/>
    public FieldError this[int index] => errors[index];

    /// <summary>Adds a fault.</summary>
    public void Add(FieldError error) => errors.Add(error);

    /// <summary>Adds faults.</summary>
    public void AddRange(IEnumerable<FieldError> faults) => errors.AddRange(faults);

    /// <summary>Adds an Invalid fault of a string for each message of a string check.</summary>
    public void AddInvalid(FieldPath field, string? value, string[] messages)
    {
        foreach (var message in messages) errors.Add(FieldError.Invalid(field, value, message));
    }

    /// <summary>A 422 answer, or null when there are no faults.</summary>
    public StatusError? ToStatus(GroupKind kind, string name) => errors.Count == 0 ? null : StatusError.Invalid(kind, name, this);

    /// <summary>The faults as causes of a <c>Status</c>.</summary>
    public IReadOnlyList<StatusCause> ToCauses() => errors.ConvertAll(error => error.ToCause());

    /// <inheritdoc/>
    public IEnumerator<FieldError> GetEnumerator() => errors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => errors.GetEnumerator();

    /// <summary>The single fault, or <c>[a, b]</c> with repeated texts left out.</summary>
    public override string ToString()
    {
        if (errors.Count == 1) return errors[0].ToString();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var texts = new List<string>(errors.Count);
        foreach (var error in errors)
        {
            var text = error.ToString();
            if (seen.Add(text)) texts.Add(text);
        }

        return texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }
}
