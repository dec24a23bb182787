using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>
/// Finds a field by its name in UTF-8 or UTF-16 with one hash of a few characters and one comparison. The hash looks at
/// the length and three characters only: field names of one type rarely collide, and a collision costs one more comparison.
/// </summary>
internal sealed class FieldIndex
{
    public static readonly FieldIndex Empty = new([]);

    private readonly short[] buckets;
    private readonly short[] next;

    public FieldIndex(FieldSchema[] fields)
    {
        Fields = fields;
        var size = 4;
        while (size < fields.Length * 2)
            size *= 2;
        buckets = new short[size];
        next = new short[fields.Length];
        for (var i = fields.Length - 1; i >= 0; i--)
        {
            var bucket = Hash(fields[i].NameUtf8.Span) & (size - 1);
            next[i] = buckets[bucket];
            buckets[bucket] = (short)(i + 1);
        }
    }

    public FieldSchema[] Fields { get; }

    public bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out FieldSchema? field)
    {
        for (var i = buckets[Hash(name) & (buckets.Length - 1)] - 1; i >= 0; i = next[i] - 1)
        {
            if (Fields[i].NameUtf8.Span.SequenceEqual(name))
            {
                field = Fields[i];
                return true;
            }
        }

        field = null;
        return false;
    }

    public bool TryGet(string name, [NotNullWhen(true)] out FieldSchema? field)
    {
        for (var i = buckets[Hash(name) & (buckets.Length - 1)] - 1; i >= 0; i = next[i] - 1)
        {
            if (Fields[i].Name == name)
            {
                field = Fields[i];
                return true;
            }
        }

        field = null;
        return false;
    }

    private static int Hash(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 0 : name.Length + (name[0] * 31) + (name[name.Length / 2] * 17) + (name[^1] * 7);

    /// <summary>The same value for the same ASCII name; names outside ASCII may only miss.</summary>
    private static int Hash(string name)
    {
        if (name.Length == 0)
            return 0;
        foreach (var c in name)
        {
            if (c > 127)
                return Hash(System.Text.Encoding.UTF8.GetBytes(name));
        }

        return name.Length + (name[0] * 31) + (name[name.Length / 2] * 17) + (name[^1] * 7);
    }
}
