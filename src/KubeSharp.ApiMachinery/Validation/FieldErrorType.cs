namespace KubeSharp.ApiMachinery.Validation;

/// <summary>What is wrong with a field (<c>field.ErrorType</c>).</summary>
public enum FieldErrorType
{
    /// <summary>A reference to something that does not exist.</summary>
    NotFound,

    /// <summary>A value is missing.</summary>
    Required,

    /// <summary>A value that must be unique is not.</summary>
    Duplicate,

    /// <summary>The value breaks a rule.</summary>
    Invalid,

    /// <summary>The value is not one of an enumeration.</summary>
    NotSupported,

    /// <summary>The value may not be set here or now.</summary>
    Forbidden,

    /// <summary>The value has too many bytes or characters.</summary>
    TooLong,

    /// <summary>The list or map has too many items.</summary>
    TooMany,

    /// <summary>The value could not be checked.</summary>
    Internal,

    /// <summary>The value has the wrong type.</summary>
    TypeInvalid,
}
