namespace KubeSharp.ApiMachinery.Schema;

/// <summary>A column of a resource's Table.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Type">The OpenAPI type: string, integer, boolean, date.</param>
/// <param name="Format">The OpenAPI format, or empty; "name" marks the object's name.</param>
/// <param name="Priority">0 for always, 1 for wide output.</param>
public sealed record ColumnDefinition(string Name, string Type, string Format, int Priority);
