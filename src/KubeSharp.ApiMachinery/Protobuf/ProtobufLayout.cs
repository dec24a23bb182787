using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Protobuf;

/// <summary>
/// The fields of one message by number. A message that the Go model inlines has no JSON field of its own: its node
/// holds the fields that stand in its place.
/// </summary>
internal sealed class ProtobufLayout
{
    private ProtobufLayout(int number, FieldSchema? field, ProtobufLayout[] nodes)
    {
        Number = number;
        Field = field;
        Nodes = nodes;
    }

    public int Number { get; }

    /// <summary>The JSON field; null for an inlined message.</summary>
    public FieldSchema? Field { get; }

    /// <summary>The members of an inlined message, in ascending order of their numbers.</summary>
    public ProtobufLayout[] Nodes { get; }

    public static ProtobufLayout Of(TypeSchema type) => new(0, null, Level(type.Fields, 0));

    public ProtobufLayout? Find(int number)
    {
        // Most messages number their fields without gaps, so that the guess hits.
        if (number <= Nodes.Length && Nodes[number - 1].Number == number)
            return Nodes[number - 1];
        foreach (var node in Nodes)
        {
            if (node.Number == number)
                return node;
        }

        return null;
    }

    private static ProtobufLayout[] Level(IEnumerable<FieldSchema> fields, int depth)
    {
        var nodes = new List<ProtobufLayout>();
        foreach (var group in fields.Where(f => f.ProtobufPath.Length > depth).GroupBy(f => f.ProtobufPath.Span[depth]))
        {
            var members = group.ToList();
            nodes.Add(members is [{ } only] && only.ProtobufPath.Length == depth + 1
                ? new ProtobufLayout(group.Key, only, [])
                : new ProtobufLayout(group.Key, null, Level(members, depth + 1)));
        }

        nodes.Sort((a, b) => a.Number.CompareTo(b.Number));
        return [.. nodes];
    }
}
