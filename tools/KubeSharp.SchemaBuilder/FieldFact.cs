namespace KubeSharp.SchemaBuilder;

/// <summary>One field: JSON name, type expression and flags, ready to be written.</summary>
internal sealed record FieldFact(string Name, string Type, string Flags);
