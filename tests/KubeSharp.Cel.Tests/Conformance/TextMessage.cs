namespace KubeSharp.Cel.Tests.Conformance;

/// <summary>A message in the text format of protocol buffers: named fields, each with a message or a scalar's text.</summary>
internal sealed class TextMessage
{
    private readonly List<(string Name, object Value)> fields = [];

    public IEnumerable<string> Names => fields.Select(f => f.Name);

    public void Add(string name, object value) => fields.Add((name, value));

    public bool Has(string name) => fields.Any(f => f.Name == name);

    public IEnumerable<TextMessage> Messages(string name) => fields.Where(f => f.Name == name).Select(f => f.Value).OfType<TextMessage>();

    public TextMessage? Message(string name) => Messages(name).FirstOrDefault();

    /// <summary>The text of a scalar field: of a string its content as Latin-1 bytes, of others the word.</summary>
    public string? Text(string name) => fields.FirstOrDefault(f => f.Name == name).Value as string;

    /// <summary>Whether the message or one inside has a field of this name.</summary>
    public bool Mentions(Func<string, bool> name) => fields.Any(f => name(f.Name) || (f.Value is TextMessage inner && inner.Mentions(name)));
}
