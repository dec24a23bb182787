using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace KubeSharp.Controllers;

/// <summary>A range of addresses cut into equal pieces, each free or taken. Not thread-safe.</summary>
internal sealed class CidrSet
{
    /// <summary>The most pieces that are kept track of; a larger range is used only in part.</summary>
    private const int MaxPieces = 1 << 16;

    private readonly BigInteger start;
    private readonly int bits;
    private readonly int maskSize;
    private readonly AddressFamily family;
    private readonly BitArray taken;
    private int next;

    /// <exception cref="FormatException">Not a range, or smaller than one piece.</exception>
    public CidrSet(string cidr, int maskSize)
    {
        IPNetwork network = IPNetwork.Parse(cidr);
        family = network.BaseAddress.AddressFamily;
        bits = family == AddressFamily.InterNetworkV6 ? 128 : 32;
        if (maskSize < network.PrefixLength || maskSize > bits)
            throw new FormatException($"a node range of /{maskSize} does not fit into the cluster range {cidr}");
        this.maskSize = maskSize;
        start = ToNumber(network.BaseAddress);
        taken = new BitArray((int)Math.Min(MaxPieces, Math.Pow(2, Math.Min(30, maskSize - network.PrefixLength))));
    }

    public bool IsIPv6 => family == AddressFamily.InterNetworkV6;

    /// <summary>Takes a free piece, the next after the last one taken; null when there is none.</summary>
    public string? Allocate()
    {
        for (int i = 0; i < taken.Length; i++)
        {
            int index = (next + i) % taken.Length;
            if (taken[index]) continue;
            taken[index] = true;
            next = (index + 1) % taken.Length;
            return Piece(index);
        }

        return null;
    }

    /// <summary>Marks every piece that overlaps a range as taken.</summary>
    public void Occupy(string cidr) => Mark(cidr, true);

    /// <summary>Marks every piece that overlaps a range as free.</summary>
    public void Release(string cidr) => Mark(cidr, false);

    private void Mark(string cidr, bool value)
    {
        if (!IPNetwork.TryParse(cidr, out IPNetwork network) || network.BaseAddress.AddressFamily != family) return;
        BigInteger size = BigInteger.One << (bits - maskSize);
        BigInteger first = (ToNumber(network.BaseAddress) - start) / size;
        BigInteger last = (ToNumber(network.BaseAddress) - start + (BigInteger.One << (bits - network.PrefixLength)) - 1) / size;
        if (ToNumber(network.BaseAddress) < start) first = 0;
        for (BigInteger i = BigInteger.Max(first, 0); i <= last && i < taken.Length; i++) taken[(int)i] = value;
    }

    private string Piece(int index)
    {
        BigInteger address = start + (index * (BigInteger.One << (bits - maskSize)));
        byte[] bytes = new byte[bits / 8];
        byte[] number = address.ToByteArray(isUnsigned: true, isBigEndian: true);
        number.CopyTo(bytes, bytes.Length - number.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{maskSize}");
    }

    private static BigInteger ToNumber(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
}
