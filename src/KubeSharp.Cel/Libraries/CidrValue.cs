using System.Globalization;
using System.Net;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>A range of addresses as an address and the length of its prefix. The address may have bits beyond the prefix.</summary>
internal sealed record CidrValue(IPAddress Address, int Length) : ICelOpaque, ISized
{
    public static readonly CelType CelType = CelType.Opaque("net.CIDR");

    public CelType Type => CelType;

    public long Size => (Length + 7) / 8;

    /// <summary>The canonical text.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");

    /// <summary>Reads a range; null (and the fault) when the text is none.</summary>
    public static CidrValue? Parse(string text, out string fault)
    {
        fault = $"CIDR \"{text}\" parse error during conversion from string: netip.ParsePrefix(\"{text}\"): no '/'";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return null;
        var digits = text.AsSpan(slash + 1);
        if (IpValue.Parse(text[..slash], out _) is not { } ip || digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0') ||
            !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            fault = $"network address parse error during conversion from string: network address \"{text}\" is not valid";
            return null;
        }

        if (length <= ip.Size * 8)
            return new CidrValue(ip.Address, length);
        fault = $"network address parse error during conversion from string: netip.ParsePrefix(\"{text}\"): prefix length out of range";
        return null;
    }

    /// <summary>The range whose address has no bits beyond the prefix.</summary>
    public CidrValue Masked() => new(Mask(Address, Length), Length);

    public bool Contains(IPAddress address) => address.AddressFamily == Address.AddressFamily && Mask(address, Length).Equals(Mask(Address, Length));

    public bool Contains(CidrValue other) => other.Length >= Length && Contains(other.Address);

    private static IPAddress Mask(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var keep = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - keep));
        }

        return new IPAddress(bytes);
    }
}
