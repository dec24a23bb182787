namespace KubeSharp.SchemaBuilder;

/// <summary>One API type: the flags of its header line and its fields in the order in which the server writes them.</summary>
internal sealed record TypeFact(string Name, string Flags, List<FieldFact> Fields)
{
    public string Package => Name[..Name.LastIndexOf('.')];

    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];
}
