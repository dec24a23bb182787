namespace KubeSharp.ApiMachinery.Schema;

/// <summary>What values of a type look like in JSON, and which Kubernetes type they mean.</summary>
public enum FieldType
{
    /// <summary>An object with known fields.</summary>
    Object,

    /// <summary>An object whose member names are free and whose values are of one type (<see cref="TypeSchema.Items"/>).</summary>
    Map,

    /// <summary>An array of values of one type (<see cref="TypeSchema.Items"/>).</summary>
    List,

    /// <summary>A string.</summary>
    String,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Bytes as a base64 string.</summary>
    Bytes,

    /// <summary>An amount: a string, or a number that is turned into one.</summary>
    Quantity,

    /// <summary>A 32-bit number or a string.</summary>
    IntOrString,

    /// <summary>An RFC 3339 time in whole seconds.</summary>
    Time,

    /// <summary>An RFC 3339 time with six decimals.</summary>
    MicroTime,

    /// <summary>Any object (RawExtension).</summary>
    RawObject,

    /// <summary>Any JSON value.</summary>
    Any,

    /// <summary>The field set of a managed-fields entry.</summary>
    FieldsV1,

    /// <summary>A JSON schema or a list of them (JSONSchemaPropsOrArray).</summary>
    JsonSchemaOrArray,

    /// <summary>A JSON schema or a boolean (JSONSchemaPropsOrBool).</summary>
    JsonSchemaOrBoolean,

    /// <summary>A JSON schema or a list of strings (JSONSchemaPropsOrStringArray).</summary>
    JsonSchemaOrStrings,

    /// <summary>The body of a patch request.</summary>
    Patch,
}
