namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>One condition on one field.</summary>
/// <param name="Field">The field, such as <c>spec.nodeName</c>.</param>
/// <param name="Equal">Whether the field must have the value, rather than must not.</param>
/// <param name="Value">The value.</param>
public sealed record FieldRequirement(string Field, bool Equal, string Value);
