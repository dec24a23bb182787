using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>An IP address.</summary>
internal sealed record IpValue(IPAddress Address) : ICelOpaque, ISized
{
    public static readonly CelType CelType = CelType.Opaque("net.IP");

    public CelType Type => CelType;

    public long Size => Address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;

    /// <summary>The canonical text.</summary>
    public string Text => Address.ToString();

    /// <summary>Reads an address strictly: four decimal numbers without leading zeros, or IPv6 without a zone and not mapped from IPv4.</summary>
    public static IpValue? Parse(string text, out string fault)
    {
        if (text.Contains('%', StringComparison.Ordinal) && TryStrict(text[..text.IndexOf('%', StringComparison.Ordinal)]) is not null)
        {
            fault = $"IP address \"{text}\" with zone value is not allowed";
            return null;
        }

        var address = TryStrict(text);
        if (address is null)
        {
            fault = $"IP Address \"{text}\" parse error during conversion from string: ParseAddr(\"{text}\"): unable to parse IP";
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            fault = $"IPv4-mapped IPv6 address \"{text}\" is not allowed";
            return null;
        }

        fault = "";
        return new IpValue(address);
    }

    private static IPAddress? TryStrict(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            // IPv6; the platform also reads brackets, zones and prefixes.
            return text.AsSpan().IndexOfAny("[]%/") < 0 && IPAddress.TryParse(text, out var six) ? six : null;
        }

        var parts = text.Split('.');
        if (parts.Length != 4)
            return null;
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < 4; i++)
        {
            if (parts[i].Length is 0 or > 3 || (parts[i].Length > 1 && parts[i][0] == '0') ||
                !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        }

        return new IPAddress(bytes);
    }
}
