using System.Globalization;
using System.Text;
using EndpointPort = KubeSharp.Models.Discovery.V1.EndpointPort;

namespace KubeSharp.Controllers;

/// <summary>Tells sets of ports apart.</summary>
internal static class SlicePorts
{
    /// <summary>The same text for the same ports in any order.</summary>
    public static string Key(IReadOnlyList<EndpointPort>? ports)
    {
        if (ports is null or { Count: 0 }) return "";
        var parts = new List<string>(ports.Count);
        foreach (EndpointPort port in ports)
        {
            var text = new StringBuilder(port.Name).Append('/').Append(port.Protocol).Append('/');
            parts.Add(text.Append(CultureInfo.InvariantCulture, $"{port.Port}").Append('/').Append(port.AppProtocol).ToString());
        }

        parts.Sort(StringComparer.Ordinal);
        return string.Join(';', parts);
    }
}
