using System.Net;
using System.Net.Sockets;
using KubeSharp.Models.Networking.V1;
using Address = System.Net.IPAddress;

namespace KubeSharp.Controllers;

/// <summary>One block of service addresses: of a ServiceCIDR, which has one or one of each family.</summary>
internal readonly record struct ServicePrefix(IPNetwork Network)
{
    /// <summary>The blocks of a range; what cannot be read is none.</summary>
    public static IEnumerable<ServicePrefix> Of(ServiceCIDR range)
    {
        foreach (string cidr in range.Spec.Cidrs ?? [])
        {
            if (IPNetwork.TryParse(cidr, out IPNetwork network)) yield return new ServicePrefix(network);
        }
    }

    /// <summary>Whether an address may have been given out of this block: neither its first nor, of IPv4, its last, the broadcast address, ever is.</summary>
    public bool Contains(Address address) => Network.Contains(address) && !address.Equals(Network.BaseAddress) && !IsBroadcast(address);

    /// <summary>Whether one of the two contains the other.</summary>
    public bool Overlaps(ServicePrefix other) => Network.Contains(other.Network.BaseAddress) || other.Network.Contains(Network.BaseAddress);

    private bool IsBroadcast(Address address)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork) return false;
        byte[] bytes = address.GetAddressBytes();
        for (int bit = Network.PrefixLength; bit < 32; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) == 0) return false;
        }

        return true;
    }
}
