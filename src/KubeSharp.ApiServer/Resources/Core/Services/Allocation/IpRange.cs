using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>A range of service addresses: a CIDR without the addresses that are no host's.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/</remarks>
internal sealed record IpRange
{
    private const int LeastStatic = 16;
    private const int MostStatic = 256;
    private const int StaticShare = 16;

    private IpRange(string family, UInt128 network, int prefixLength)
    {
        Family = family;
        PrefixLength = prefixLength;
        var bits = family == "IPv4" ? 32 : 128;
        var last = bits == prefixLength ? network : network + ((UInt128.One << (bits - prefixLength)) - 1);
        Network = network;
        First = network + 1;
        // The last address of an IPv4 range is its broadcast address.
        Last = family == "IPv4" ? last - 1 : last;
        Size = bits - prefixLength >= 64 ? long.MaxValue : 1L << (bits - prefixLength);
        StaticSize = Size <= LeastStatic ? 0 : Math.Clamp(Size / StaticShare, LeastStatic, MostStatic);
    }

    /// <summary>IPv4 or IPv6.</summary>
    public string Family { get; }

    /// <summary>The length of the prefix.</summary>
    public int PrefixLength { get; }

    /// <summary>The address of the network itself.</summary>
    public UInt128 Network { get; }

    /// <summary>The first address that may be given out.</summary>
    public UInt128 First { get; }

    /// <summary>The last address that may be given out.</summary>
    public UInt128 Last { get; }

    /// <summary>How many addresses the range has, those that are no host's included; at most <see cref="long.MaxValue"/>.</summary>
    public long Size { get; }

    /// <summary>How many addresses at the start of the range are left to those who choose their address themselves, as long as there are others.</summary>
    public long StaticSize { get; }

    /// <summary>Reads a CIDR; null if it is none.</summary>
    public static IpRange? Parse(string cidr)
    {
        var slash = cidr.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !StringValidators.TryParseIp(cidr[..slash], out var address, out _)) return null;
        var four = address.AddressFamily == AddressFamily.InterNetwork;
        var bits = four ? 32 : 128;
        if (!int.TryParse(cidr.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > bits) return null;
        var mask = length == 0 ? UInt128.Zero : UInt128.MaxValue << (bits - length);
        return new IpRange(four ? "IPv4" : "IPv6", NumberOf(address) & mask, length);
    }

    /// <summary>The ranges of a list joined by commas.</summary>
    /// <exception cref="ArgumentException">One of them is none.</exception>
    public static IReadOnlyList<IpRange> ParseList(string cidrs) =>
    [
        .. cidrs.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(cidr => Parse(cidr) ?? throw new ArgumentException($"\"{cidr}\" is no range of addresses; give one such as 10.0.0.0/16.")),
    ];

    /// <summary>Whether an address belongs to the range, be it a host's or not.</summary>
    public bool Contains(IPAddress address) =>
        FamilyOf(address) == Family && NumberOf(address) is var number && number >= Network && (PrefixLength == 0 || number - Network <= Last + 1 - Network);

    /// <summary>Whether an address may be given out.</summary>
    public bool IsUsable(IPAddress address) => FamilyOf(address) == Family && NumberOf(address) is var number && number >= First && number <= Last;

    /// <summary>The address of a number of this range.</summary>
    public IPAddress At(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return Family == "IPv4" ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    /// <summary>The family of an address.</summary>
    public static string FamilyOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At(Network)}/{PrefixLength}");

    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(address.AddressFamily == AddressFamily.InterNetwork ? bytes[12..] : bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
