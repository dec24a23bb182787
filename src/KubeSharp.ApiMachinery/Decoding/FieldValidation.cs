namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>What a client wants to happen with unknown and duplicate fields (the query parameter <c>fieldValidation</c>).</summary>
public enum FieldValidation
{
    /// <summary>Drop them and say so in warnings: the default.</summary>
    Warn,

    /// <summary>Drop them silently.</summary>
    Ignore,

    /// <summary>Refuse the request.</summary>
    Strict,
}
