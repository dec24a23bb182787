using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.ApiMachinery.Errors;

/// <summary>Either a value or the reason why there is none.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct Result<T>
    where T : notnull
{
    private Result(T? value, StatusError? error)
    {
        Value = value;
        Error = error;
    }

    /// <summary>The value; null exactly when there is an error.</summary>
    public T? Value { get; }

    /// <summary>The error, or null.</summary>
    public StatusError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>A success.</summary>
#pragma warning disable CA1000, CA2225 // Results are made by conversion; these two are the conversions' named forms.
    public static Result<T> Ok(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static Result<T> Fail(StatusError error) => new(default, error);

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(StatusError error) => new(default, error);
#pragma warning restore CA1000, CA2225

    /// <summary>The value or the error, one of them null.</summary>
    public void Deconstruct(out T? value, out StatusError? error)
    {
        value = Value;
        error = Error;
    }
}
