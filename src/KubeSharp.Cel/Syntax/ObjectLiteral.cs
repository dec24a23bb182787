namespace KubeSharp.Cel.Syntax;

/// <summary>An object of a named type.</summary>
internal sealed class ObjectLiteral(int offset, string typeName, ObjectField[] fields) : Expression(offset, Over([.. fields.Select(f => f.Value)]))
{
    public string TypeName { get; set; } = typeName;

    public ObjectField[] Fields { get; } = fields;
}
