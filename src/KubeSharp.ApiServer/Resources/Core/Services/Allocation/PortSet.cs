using System.Globalization;
using System.Numerics;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>Which ports of the range of node ports are taken: one bit a port. What lies in the store as a RangeAllocation.</summary>
internal sealed class PortSet
{
    private const int LeastStatic = 16;
    private const int MostStatic = 128;
    private const int StaticShare = 32;

    private readonly byte[] bits;

    /// <param name="first">The first port of the range.</param>
    /// <param name="last">The last port of the range.</param>
    public PortSet(int first, int last)
    {
        First = first;
        Last = last;
        bits = new byte[(Count + 7) / 8];
        StaticSize = Count <= LeastStatic ? 0 : Math.Clamp(Count / StaticShare, LeastStatic, MostStatic);
    }

    private PortSet(PortSet other)
        : this(other.First, other.Last) => other.bits.CopyTo(bits, 0);

    public int First { get; }

    public int Last { get; }

    /// <summary>How many ports the range has.</summary>
    public int Count => Last - First + 1;

    /// <summary>How many ports at the start of the range are left to those who choose their port themselves, as long as there are others.</summary>
    public int StaticSize { get; }

    /// <summary>How many ports are free.</summary>
    public int Free => Count - bits.Sum(octet => BitOperations.PopCount(octet));

    /// <summary>The range as messages name it.</summary>
    public string Range => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    /// <summary>Reads a RangeAllocation; ports of another range are kept where both ranges have them.</summary>
    public static PortSet Read(JsonObject document, int first, int last)
    {
        var set = new PortSet(first, last);
        if (document.GetString("range")?.Split('-') is not [var from, ..] || !int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var start)) return set;
        var data = new Span<byte>(new byte[8192]);
        if (!Convert.TryFromBase64String(document.GetString("data") ?? "", data, out var length)) return set;
        for (var i = 0; i < length * 8; i++)
        {
            if ((data[i / 8] & (1 << (i % 8))) != 0 && set.Contains(start + i)) set.Set(start + i);
        }

        return set;
    }

    /// <summary>The RangeAllocation.</summary>
    public JsonObject ToDocument() => new()
    {
        { "kind", "RangeAllocation" },
        { "apiVersion", "v1" },
        { "metadata", new JsonObject { { "creationTimestamp", JsonNull.Instance } } },
        { "range", Range },
        { "data", Convert.ToBase64String(bits) },
    };

    public PortSet Clone() => new(this);

    public bool Contains(long port) => port >= First && port <= Last;

    /// <summary>Whether a port of the range is taken.</summary>
    public bool Has(int port) => (bits[(port - First) / 8] & (1 << ((port - First) % 8))) != 0;

    public void Set(int port) => bits[(port - First) / 8] |= (byte)(1 << ((port - First) % 8));

    public void Clear(int port) => bits[(port - First) / 8] &= (byte)~(1 << ((port - First) % 8));

    public bool SameAs(PortSet other) => First == other.First && Last == other.Last && bits.AsSpan().SequenceEqual(other.bits);

    /// <summary>Takes any free port, from the upper part of the range first; null if there is none.</summary>
    public int? TakeAny(Random random) => TakeFrom(random, First + StaticSize, Last) ?? TakeFrom(random, First, First + StaticSize - 1);

    private int? TakeFrom(Random random, int first, int last)
    {
        var count = last - first + 1;
        if (count <= 0) return null;
        var start = random.Next(count);
        for (var i = 0; i < count; i++)
        {
            var port = first + ((start + i) % count);
            if (Has(port)) continue;
            Set(port);
            return port;
        }

        return null;
    }
}
